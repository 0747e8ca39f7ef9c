import Foundation
import Testing

@testable import UnrollRecurrent

@Suite struct JSONValueTests {
  private let value: JSONValue = .object([
    "name": .string("é \"q\" \\ / \n\t\u{1} 😀"),
    "none": .null, "yes": .bool(true), "no": .bool(false),
    "int": .int(-12), "largest": .int(.max), "number": .number(0.1), "whole": .number(3),
    "small": .number(Double.leastNonzeroMagnitude),
    "list": .array([.int(1), .array([]), .object([:])]),
  ])

  @Test func `a value is written and read again`() throws {
    #expect(try JSONValue(parsing: value.text) == value)
    #expect(
      try JSONValue(parsing: " [1 , 2.50e+1,\n-0]\t") == .array([.int(1), .number(25), .int(0)]))
  }

  @Test func `Foundation reads what is written, and the other way round`() throws {
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(value.text.utf8)) as? [String: Any])
    #expect(object["name"] as? String == "é \"q\" \\ / \n\t\u{1} 😀")
    #expect(object["number"] as? Double == 0.1)
    #expect(object["largest"] as? Int == .max)
    let text = try String(
      decoding: JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
    #expect(try JSONValue(parsing: text).text == value.text.replacing("3.0", with: "3"))
  }

  @Test func `keys are written in alphabetical order`() {
    #expect(
      JSONValue.object(["b": .int(1), "a": .null, "c": .bool(false)]).text
        == #"{"a":null,"b":1,"c":false}"#)
  }

  @Test func `numbers that JSON has no word for are written as text`() {
    let numbers: [Double] = [.nan, .infinity, -.infinity]
    #expect(
      JSONValue.array(numbers.map(JSONValue.number)).text == #"["NaN","Infinity","-Infinity"]"#)
  }

  @Test(arguments: [
    "", "{", "[1,]", "[1 2]", "{\"a\" 1}", "{\"a\":1,\"a\":1}", "01", "+1", ".5", "1.", "1e",
    "1e999", "--1", "-",
    "tru", "nul", "NaN", "'a'", "\"\\q\"", "[1]]", "{a:1}", "\"\u{1}\"",
  ])
  func `what is no JSON is refused`(text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
  }

  @Test func `a hundred thousand values within each other are refused`() {
    for bracket in ["[", "{\"a\":"] {
      let error = #expect(throws: JSONError.self) {
        try JSONValue(parsing: String(repeating: bracket, count: 100_000))
      }
      #expect(error?.found == "more than 64 values within each other")
    }
  }
}
