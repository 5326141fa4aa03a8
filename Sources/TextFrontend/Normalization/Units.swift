/// Units of measurement by symbol, SI and American.
enum Units {
    struct Unit: Sendable {
        var one: [String]
        var many: [String]

        init(_ one: String, _ many: String? = nil) {
            self.one = one.split(separator: " ").map(String.init)
            self.many = (many ?? NumberWords.plural(one)).split(separator: " ").map(String.init)
        }
    }

    /// The unit with this symbol; case counts, except where only one reading exists (`KM`, `Kg`).
    static func unit(_ symbol: String) -> Unit? { table[symbol] ?? foldable[symbol.lowercased()] }

    /// Symbols that are also words or letters: units only directly after a number, or in a compound.
    static let ambiguous: Set<String> = [
        "m", "s", "h", "g", "l", "A", "V", "W", "K", "C", "F", "B", "N", "J", "T", "in", "b", "d", "a", "t", "R", "min", "c", "x", "H",
        "L", "Pa", "pt", "yd", "mi", "ms", "st", "mm", "p", "ha", "rev", "bar", "cd", "lx", "mol", "PC", "mil", "AM", "PM",
    ]

    static let periods: [String: String] = [
        "mo": "month", "month": "month", "yr": "year", "y": "year", "year": "year", "hr": "hour", "h": "hour", "hour": "hour",
        "d": "day", "day": "day", "wk": "week", "week": "week", "w": "week", "min": "minute", "s": "second", "sec": "second",
        "night": "night", "person": "person", "user": "user", "ea": "each", "unit": "unit", "month'": "month",
    ]

    private static let prefixes: [(symbol: String, name: String)] = [
        ("k", "kilo"), ("M", "mega"), ("G", "giga"), ("T", "tera"), ("m", "milli"), ("µ", "micro"), ("μ", "micro"), ("u", "micro"),
        ("n", "nano"), ("c", "centi"), ("d", "deci"), ("h", "hecto"), ("p", "pico"), ("P", "peta"),
    ]
    /// Units that take prefixes, and the prefixes that are common with each.
    private static let prefixed: [(symbol: String, name: String, plural: String?, allowed: String)] = [
        ("m", "meter", nil, "kmcndµμup"), ("g", "gram", nil, "kmµμun"), ("s", "second", nil, "mµμunp"), ("W", "watt", nil, "kMGTmµμ"),
        ("V", "volt", nil, "kMmµμ"), ("A", "amp", nil, "mkµμ"), ("Hz", "hertz", "hertz", "kMGT"), ("J", "joule", nil, "kMGm"),
        ("N", "newton", nil, "kMm"), ("Pa", "pascal", nil, "khMG"), ("L", "liter", nil, "mcdkµμ"), ("l", "liter", nil, "mcdkµμ"),
        ("B", "byte", nil, "kMGTP"), ("b", "bit", nil, "kMGT"), ("bit", "bit", nil, "kMGT"), ("F", "farad", nil, "µμunp"),
        ("H", "henry", nil, "mµμ"), ("Ω", "ohm", nil, "kMm"), ("mol", "mole", nil, "mµμ"), ("eV", "electron volt", nil, "kMGT"),
        ("cal", "calorie", nil, "k"), ("bps", "bit per second", "bits per second", "kKMGT"), ("Wh", "watt hour", nil, "kMGTm"),
        ("Ah", "amp hour", nil, "m"), ("Bq", "becquerel", nil, "kMGT"), ("Sv", "sievert", nil, "mµμ"), ("T", "tesla", nil, "m"),
        ("p", "pixel", nil, "M"), ("bar", "bar", nil, "m"), ("M", "molar", "molar", "mµμ"),
    ]

    private static let table: [String: Unit] = {
        var table: [String: Unit] = [
            "ft": Unit("foot", "feet"), "in": Unit("inch"), "yd": Unit("yard"), "yds": Unit("yard"), "mi": Unit("mile"),
            "lb": Unit("pound"), "lbs": Unit("pound"), "oz": Unit("ounce"), "gal": Unit("gallon"), "qt": Unit("quart"),
            "pt": Unit("pint"), "tbsp": Unit("tablespoon"), "tsp": Unit("teaspoon"), "mph": Unit("mile per hour", "miles per hour"),
            "kph": Unit("kilometer per hour", "kilometers per hour"), "kmph": Unit("kilometer per hour", "kilometers per hour"),
            "mpg": Unit("mile per gallon", "miles per gallon"), "rpm": Unit("revolution per minute", "revolutions per minute"),
            "fps": Unit("frame per second", "frames per second"), "dpi": Unit("dot per inch", "dots per inch"),
            "ppi": Unit("pixel per inch", "pixels per inch"), "psi": Unit("pound per square inch", "pounds per square inch"),
            "bpm": Unit("beat per minute", "beats per minute"), "ppm": Unit("part per million", "parts per million"),
            "ppb": Unit("part per billion", "parts per billion"), "cc": Unit("cc", "cc"), "ha": Unit("hectare"),
            "sq ft": Unit("square foot", "square feet"), "sqft": Unit("square foot", "square feet"), "ac": Unit("acre"),
            "min": Unit("minute"), "mins": Unit("minute"), "hr": Unit("hour"), "hrs": Unit("hour"), "h": Unit("hour"),
            "sec": Unit("second"), "secs": Unit("second"), "yr": Unit("year"), "yrs": Unit("year"), "wk": Unit("week"), "wks": Unit("week"),
            "mo": Unit("month"), "mos": Unit("month"), "msec": Unit("millisecond"), "usec": Unit("microsecond"),
            "°C": Unit("degree Celsius", "degrees Celsius"), "°F": Unit("degree Fahrenheit", "degrees Fahrenheit"),
            "°K": Unit("kelvin"), "°": Unit("degree"), "K": Unit("kelvin"), "%": Unit("percent", "percent"), "‰": Unit("per mille", "per mille"),
            "px": Unit("pixel"), "MP": Unit("megapixel"), "hp": Unit("horsepower", "horsepower"), "dB": Unit("decibel"), "dBA": Unit("decibel A"),
            "dBm": Unit("decibel milliwatt"), "kt": Unit("knot"), "kts": Unit("knot"), "nmi": Unit("nautical mile"), "ly": Unit("light year"),
            "AU": Unit("astronomical unit"), "KB": Unit("kilobyte"), "Kb": Unit("kilobit"), "KiB": Unit("kibibyte"), "MiB": Unit("mebibyte"),
            "GiB": Unit("gibibyte"), "TiB": Unit("tebibyte"), "Mbit": Unit("megabit"), "Gbit": Unit("gigabit"), "atm": Unit("atmosphere"),
            "mmHg": Unit("millimeter of mercury", "millimeters of mercury"), "kcal": Unit("kilocalorie"), "Cal": Unit("calorie"),
            "BTU": Unit("\\BTU", "\\BTUs"), "lm": Unit("lumen"), "lx": Unit("lux", "lux"), "cd": Unit("candela"), "t": Unit("ton"),
            "C": Unit("degree Celsius", "degrees Celsius"), "F": Unit("degree Fahrenheit", "degrees Fahrenheit"), "rad": Unit("radian"),
            "bbl": Unit("barrel"), "doz": Unit("dozen", "dozen"), "kn": Unit("knot"), "deg": Unit("degree"), "pct": Unit("percent", "percent"),
            "mcg": Unit("microgram"), "IU": Unit("\\IU", "\\IUs"), "lumens": Unit("lumen"), "Mbps": Unit("megabit per second", "megabits per second"),
            "rev": Unit("revolution"), "nt": Unit("nit"), "ton": Unit("ton"), "d": Unit("day"), "MHZ": Unit("megahertz", "megahertz"),
            "millimeter": Unit("millimeter"), "Wp": Unit("watt peak", "watts peak"), "\"": Unit("inch"), "'": Unit("foot", "feet"),
        ]
        for unit in prefixed {
            table[unit.symbol] = table[unit.symbol] ?? Unit(unit.name, unit.plural)
            for prefix in prefixes where unit.allowed.contains(prefix.symbol) {
                let symbol = prefix.symbol + unit.symbol
                table[symbol] = table[symbol] ?? Unit(prefix.name + unit.name, unit.plural.map { prefix.name + $0 })
            }
        }
        return table
    }()

    /// Lower-case forms of longer symbols that no other unit shares.
    private static let foldable: [String: Unit] = {
        let symbols = ["km", "kg", "cm", "mph", "ghz", "mhz", "khz", "hz", "gb", "tb", "kwh", "kw", "mb", "ft", "lbs", "lb", "oz", "db", "rpm", "ml", "kph", "hp"]
        let exact = ["ghz": "GHz", "mhz": "MHz", "khz": "kHz", "hz": "Hz", "gb": "GB", "tb": "TB", "kwh": "kWh", "kw": "kW", "mb": "MB", "db": "dB", "ml": "mL"]
        return Dictionary(uniqueKeysWithValues: symbols.compactMap { symbol in table[exact[symbol] ?? symbol].map { (symbol, $0) } })
    }()
}
