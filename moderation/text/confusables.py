"""Characters that look like a Latin letter, by the letter that a reader takes them for.

Source: Unicode Technical Standard 39, confusables (Unicode 17.0, Unicode licence), as the package disarm 0.17
applies it, reduced to what a word can be disguised with.

Recipe, run once: for every assigned code point below U+20000 that has no decomposition, is no combining mark, and
is either a letter of an alphabet written in separate letters (Latin, Greek, Cyrillic, Armenian, Georgian, Cherokee,
Coptic, Lisu ...) or a letter-like sign, take ``disarm.normalize_confusables(character)``; keep it when that is one
ASCII letter, and file it under that letter in lower case. Regional indicators (flag letters) are added by rule. Left
out: joined and syllabic scripts (Arabic, Hebrew, Han, Indic), where a likeness is no disguise in practice, and the
letters thorn, wynn, eng and hwair. Fingerprints are stored: a change of this table is a new ``fingerprint.VERSION``.
"""

LOOKALIKES: dict[str, str] = {
    "a": "ɅɑʌΑΛαАЛаӅᎪᐱᗄᗅᴀᴧ∀⍶⍺ⲗⴷꓥꓮꓯꭺ𐊍𐊠𐐟𐒰𐓘𝈗🅐🅰🇦",
    "b": "ƀƂƃƄƅɓʙΒβБВЬвьѢѣҌҍᏏᏰᏴᏼᑲᑳᖯᗷⲂⲃꓐꞴꞵꮟ𐊂𐊡𐌁🅑🅱🇧",
    "c": "¢ȼͽςϿСсҪҫᏟᴄ₡Ⲥⲥꓚꮯ𐊢𐌂𐐕𐐽𐔜𑣲🅒🅮🅲🇨",
    "d": "ÐĐđƉƌɖɗδԁժծᎠᏧᑯᕷᗞᗪᴅ₫ⳝ⸹ꓒꓓꭰ🅓🅳🇩",
    "e": "ƐǝɆɇəɛΕεЄЕеєҽҿӘәԐԑᎬᏋᴇ€℮∃⍷Ⲉⲉⴹⴺꓰꓱꬲꭼꮛ𐊆𐐁𐐩𑢦𑢮𑣎𝈡🅔🅴🇪",
    "f": "ƑƒʄϜքᖴᖷᵮẝꓝꜰꞘꞙꬵ𐊇𐊥𐔥𑢢𑣂𝈓𝈰🅕🅵🇫",
    "g": "ǤǥɠɡɢԌԍցᏀᏳᏻᶃꓖꮐ🅖🅶🇬",
    "h": "ĦħɦʜͰΗНнћҢңҥһӇӈӉӊհᎨᎰᎻᏂᏲᕼⱧⲎⲏꓧꚕꮀꮋ𐋏🅗🅷🇭",
    "i": "ıƖƗɨɩɪɺΙιІіӀւᎥᵻᵼ⍳⍸Ⲓⲓꙇꭵ𑣃🅘🅸🇮",
    "j": "ȷɈɉʝͿϳЈјյᎫᒍᴊꓙꞲꭻ🅙🅹🇯",
    "k": "ĸƙΚκКкҚқҞҟҡᏦᴋ₭ⱩⲔⲕꓗꝀꮶ𐔘🅚🅺🇰",
    "l": "ŁłƚǀɫɭʟӏᏞᒪ∣Ⳑⳑⵏꓡꓲꮮ𐊊𐌉𐌠𐐛𐑃𐔦𑢣𑢲𝈪🅛🅻🇱",
    "m": "ʍΜϺМмӍӎᎷᗰᴍⲘⲙꓟꮇ𐊰𐌑🅜🅼🇲",
    "n": "ƝƞɳɴΝηπпղոռᵰⲚⲛꓠ𐔓🅝🅽🇳",
    "o": "ØøƟɵͻΘΟθοσϭϽОоѲѳѻӨөՕօთჿᎾᏫᴏᴐᴑↃↄ⊖⊝⍬ⲐⲑⲞⲟⴱⵁⵔꓛꓳꝊꝋꬽꬾꬿꭴꮎꮻ𐊒𐊫𐐄𐐣𐐬𐑋𐓂𐓪𐔖𑢵𑣈𑣗𝈚🅞🅾🇴",
    "p": "ƥǷΡρϷϸРрҏᏢᑭᴘᴩᵽ⍴ⲢⲣⳎⳏꓑꮲ𐊕𐓄🅟🅿🆊🇵",
    "q": "ʠԛգզႭႳᶐⵕꞯ🅠🆀🇶",
    "r": "ƦɍɼɽɾʀгғᎡᏒᖇᴦᵲⲅꓣꭇꭈꭱꮁꮢ𐒴𝈖🅡🆁🇷",
    "s": "ƽʂΣϩЅѕՏႽᏕᏚᴤᵴ∑∫ⵉꓢꙅꜱꭍꮪ𐊖𐐠𐑈𑣁🅢🆂🇸",
    "t": "ŦŧƭƮȾΤτТтҬҭႠᎢᎿᴛᵵ₮⊤⍡⟙Ⲧⲧꓔꭲ𐊗𐊱𐌕𑢼🅣🆃🇹",
    "u": "ɄʋμυџԱՍսᏌᑌᘮᘴᴜᵾᵿ℧∪⋃ꓴꞟꭎꭒꮜ𐓎𐓶𑢸𑣘🅤🆄🇺",
    "v": "νѴѵᏙᐯᴠ∨⋁ⴸꓦꮩ𐆗𐔝𑢠𑣀𝈍🅥🆅🇻",
    "w": "ɯωшщѡѽԜԝաᎳᏔᴡ₩ⲽꓪꝡꮃ𑣯🅦🆆🇼",
    "x": "ΧχХхҲҳᕁᕽ᙭᙮ⲬⵝꓫꞳ𐆖𐊐𐊴𐌗𐌢𐔧𑣬🅧🆇🇽",
    "y": "¥ƴɎɏɣʏΥγУуҮүҰұყᎩᎽᶌỿⲨⲩꓬꭚ𐊲𑢤𑣜🅨🆈🇾",
    "z": "ƵƶȤȥʐʒΖӡჳᏃᴢᵶⲌⲍⳅⳍꓜꝫꮓ𐋵𑢩𑣄🅩🆉🇿",
}

LETTER_LIKE: dict[str, str] = {sign: letter for letter, signs in LOOKALIKES.items() for sign in signs}
