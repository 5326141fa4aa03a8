/// The words that decide whether a full stop ends a sentence; keys in lower case without the final stop.
enum SentenceWords {
    static let titles: Set<String> = [
        "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "gen", "sen", "rep", "gov", "capt", "lt", "col", "sgt", "hon", "fr",
        "pres", "messrs", "mme", "mlle", "st", "ste", "mt", "ft", "maj", "cmdr", "adm", "cpl", "pvt", "supt", "insp", "det",
        "sec", "amb", "atty", "br", "sr", "dir", "rt", "mgr", "msgr", "brig", "hr", "sra", "srta", "pfc", "cpt",
    ]
    static let streets: Set<String> = ["st", "dr", "ave", "blvd", "rd", "ln", "hwy", "pkwy", "sq", "ct", "pl", "ste", "apt"]
    /// Abbreviations only when a number follows; words or sentence ends otherwise.
    static let beforeNumbers: Set<String> = [
        "no", "nos", "fig", "figs", "p", "pp", "vol", "vols", "ch", "chap", "art", "sect", "eq", "par", "op", "nr", "tab",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ca", "bk", "pt", "approx", "tel",
        "ext", "arts", "cl", "ver", "min", "max", "sec", "al",
    ]
    static let neverFinal: Set<String> = [
        "vs", "v", "e.g", "i.e", "cf", "viz", "eg", "ie", "esp", "incl", "c", "resp", "w.r.t", "a.k.a",
    ]
    /// Abbreviations that may close a sentence; a word that often opens sentences tips the scale.
    static let maybeFinal: Set<String> = [
        "inc", "ltd", "co", "corp", "bros", "jr", "sr", "esq", "etc", "ave", "blvd", "rd", "ln", "hwy", "pkwy", "sq", "ct",
        "pl", "apt", "dept", "univ", "assn", "est", "ed", "eds", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
        "sat", "sun", "lb", "lbs", "oz", "hr", "hrs", "mfg", "intl", "natl", "govt", "ph.d", "llc", "mass", "calif", "conn",
        "ariz", "colo", "fla", "ga", "ill", "ind", "kan", "ky", "la", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev",
        "okla", "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "cal", "ala", "ark", "del",
    ]
    /// Words that open sentences far more often than they follow an abbreviation within one.
    static let starters: Set<String> = [
        "The", "It", "He", "She", "They", "We", "I", "You", "This", "That", "These", "Those", "There", "But", "And", "So", "In",
        "On", "At", "A", "An", "If", "When", "While", "What", "Why", "How", "Who", "Where", "Which", "My", "His", "Her", "Our",
        "Their", "Its", "Your", "No", "Yes", "However", "After", "Before", "For", "As", "To", "Then", "Now", "Not", "Also", "All",
        "Some", "Many", "Most", "Or", "Later", "Since", "Because", "Although", "Once", "One", "Next", "First", "Here", "By",
        "With", "From", "Let", "Do", "Did", "Does", "Is", "Are", "Was", "Were", "Can", "Could", "Will", "Would", "Should",
        "Please", "Nobody", "Everyone", "Someone", "Nothing", "Everything", "Both", "Each", "Every", "Even", "Only", "Perhaps",
        "Maybe", "Meanwhile", "Finally", "Instead", "Still", "Yet", "Just", "During", "Until", "Under", "Over", "Have", "Has",
        "Had", "Never", "Nor", "Again", "Today", "Tomorrow", "Yesterday", "Call", "Come", "Go", "See", "Look", "Another",
        "Such", "Two", "Three", "Several", "Few", "Other", "Others", "Therefore", "Thus", "Moreover", "Suddenly", "Soon",
        "Bring", "Take", "Turn", "Send", "Don", "Isn", "Thank", "Thanks", "Well", "Oh", "Please", "Sales", "Shares",
    ]
    /// What follows `a.m.` and `p.m.` inside a sentence although it is capitalised.
    static let afterTimes: Set<String> = [
        "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "GMT", "UTC", "CET", "CEST", "BST", "IST", "JST", "ET", "CT",
        "MT", "PT", "Eastern", "Central", "Mountain", "Pacific", "Greenwich", "Monday", "Tuesday", "Wednesday", "Thursday",
        "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    static let speechVerbs: Set<String> = [
        "said", "says", "asked", "asks", "cried", "replied", "answered", "shouted", "whispered", "exclaimed", "demanded",
        "inquired", "enquired", "muttered", "murmured", "called", "yelled", "screamed", "wondered", "added", "continued",
        "snapped", "laughed", "gasped", "thought", "repeated", "interrupted", "growled", "sighed", "echoed", "barked",
    ]
}
