/// Reads a `lyric` element.
enum MusicXMLLyric {
    /// The syllable, or nil where the element has no text (an extender that goes on, a humming mark).
    ///
    /// Two syllables on one note (an elision: `th'e - ver`) become one text with a space where a word ends between them.
    static func read(_ element: XMLTree) -> Lyric? {
        var text = ""
        var begins: Bool?
        var ends = true
        var syllabic = "single"
        for child in element.children {
            switch child.name {
            case "syllabic": syllabic = child.text
            case "text":
                let startsWord = syllabic == "single" || syllabic == "begin"
                if begins == nil { begins = startsWord } else if startsWord, ends { text += " " }
                text += child.text
                ends = syllabic == "single" || syllabic == "end"
            case "elision": break
            default: break
            }
        }
        guard let begins, !text.isEmpty else { return element.has("extend") ? .extender : nil }
        return LyricText.lyric(text, beginsWord: begins, endsWord: ends)
    }
}
