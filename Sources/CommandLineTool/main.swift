import Foundation
import UnrollConsole

exit(Tool(commands: commands).run(Array(CommandLine.arguments.dropFirst()), .standard()).rawValue)
