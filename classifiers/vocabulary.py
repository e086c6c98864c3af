"""Words that people disguise, everyday words that stand beside them when everything is disguised or run together, and
words that are cut short.

A disguise comes off for certain only where a known word appears; these are the known ones, written down by hand. They
judge nothing: what a word is worth is for the models to learn. Words that an innocent one turns into when a letter is
doubled or masked (rapped, raped) are not here.
"""

from typing import Final

# Stems with the endings they take ("-" for none). The earlier one wins where a masked spelling fits several.
_STEMS: Final = """
fuck - s ed er ers ing in you off face head wit tard up; motherfuck - er ers ing in; mindfuck -; clusterfuck -;
shit - s ty head heads hole holes face bag show; bullshit - ter ting; horseshit -; dipshit - s;
bitch - es y ing; cunt - s y; dick - s head heads face; pussy -; pussies -;
asshole - s; arsehole - s; arse -; asshat - s; asswipe - s; dumbass - es; dumbfuck - s; jackass - es; smartass -;
fatass -; badass - es; ass -; asses -; goddamn - ed; bastard - s ized; whore - s; slut - s ty; twat - s; wanker - s;
prick - s; bollocks -; douche - s bag bags; titties -; penis -; vagina -; dildo - s; faggot - s; fag - s;
nigger - s; nigga - s; kike - s; spic - s; chink - s; paki - s; tranny -; trannies -; dyke - s; retard - s ed ation;
wetback - s; raghead - s; idiot - s ic ically; stupid - ly ity er est iest ness; moron - s ic; imbecile - s;
dumb - er est; dimwit - s; halfwit - s; nitwit - s; cretin - s; scumbag - s; pedophile - s; racist - s; sexist - s;
hypocrite - s; brainless -; cocksuck - er ers ing;
arschloch -; arschlocher -; hurensohn -; wichser -; fotze - n; scheisse -; scheiss -; fick - en er; schlampe - n;
nutte - n; missgeburt -; trottel -; schwuchtel - n
"""

# The same for words that innocent ones are made of as well: nothing is cut out of a longer word for their sake.
_PLAIN_STEMS: Final = """
cock - s; damn - ed; crap - py; piss - ed ing; tits -; boobs -; cum -; bugger - s; negro - s; spastic - s;
fool - s ish; loser - s; jerk - s; scum -; trash -; garbage -; filth - y; vermin -; pig - s; parasite - s; clown - s;
creep - s; coward - s; liar - s; pathetic -; disgusting -; worthless -; useless -; ugly -; ignorant -;
insane -; crazy -; psycho - s; freak - s; pervert - s; pedo - s; nazi - s; bigot - s; terrorist - s; kill - ed er ing;
murder - ed er ing; shoot -; stab - bed; die -; death -; hang -; burn -; suck - s; hate - d s; hurt -; destroy -;
strangle -; hell -; spast -; spasten -
"""

# How some are written by ear or by slip, and the word meant.
_SPELLINGS: Final = """
fuk fuck; fukk fuck; fck fuck; fcuk fuck; fuq fuck; phuck fuck; phuk fuck; phucking fucking; fuking fucking;
fukin fuckin; fcking fucking; fuker fucker; sht shit; shyt shit; btch bitch; biatch bitch; beyotch bitch; cnt cunt;
kunt cunt; dik dick; dikhead dickhead; azz ass; azzhole asshole; asshol asshole; stoopid stupid; stupud stupid;
idjit idiot; idoit idiot; idot idiot; eejit idiot; phag fag; phaggot faggot; fagot faggot; retart retard;
dumbazz dumbass; fvck fuck; fvcking fucking; kys kys; stfu stfu
"""

_COMMON: Final = """
the and you your yours youre are not this that these those they them their there here with have has had was were will
would should could can cant dont wont what when where why who how all any some one two our ours out off get got going
gone just like know think want need make made take tell say said see come back now never ever always every everyone
everybody nobody nothing something from for but because about into over down his him her hers she very really too more
most much many such than then still only even again also please people person man men woman women guy guys girl boy
kid kids child children mother father family friend face mouth shut yourself himself herself themselves little big old
fat bad good dirty black white gay jew jews muslim muslims world country government mayor police city house home life
time way thing work write wrote read post comment article page stop leave give keep look must up my me mine he we us
it its is be been do does did at by if in of on or so no yes to an as am a i live love lie lying learn help hope feel
care call ask try put run show told believe hear heard talk talking speak somebody anybody anyone someone piece part
side end start first last next same other another both each few own left right wrong real true false sure great nice
kind poor rich young new hard easy free full high long short small day days week month year years night morning today
tomorrow soon later before after while until once school car street road town state law vote party war news paper
story book music game team player money job wife husband brother sister son daughter baby dog cat head hand eye eyes
foot feet body heart mind hair skin walk sit stand sleep eat drink drive buy pay play win lose open close send bring
hold turn move change follow around against between without under through across behind near upon whole which whose
whom anything reporter journalist editor writer author neighbor neighbour wants sees says goes makes
"""

_ABBREVIATIONS: Final = """
mr mrs ms dr prof st rev hon gov sen capt col sgt lt jr sr vs cf al eds vol pp fig approx dept inc ltd corp
jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m e.g i.e u.s u.k u.n ph.d
bzw vgl evtl ggf ca nr hr fr str bspw inkl z.b d.h u.a s.o s.u
"""


def _written(stems: str) -> dict[str, str]:
    words = (stem + ending.strip("-") for stem, *endings in map(str.split, stems.split(";")) for ending in endings)
    return {word: word for word in words}


# Words that are glued to others where people do not want them found.
GLUED: Final = frozenset(_written(_STEMS))
COMMON: Final = frozenset(_COMMON.split())
_HEARD: Final = [(entry.split()[0], entry.split()[1]) for entry in _SPELLINGS.split(";")]
# Every spelling of a known word, and the word it stands for, the earlier ones first.
DISGUISED: Final = _written(_STEMS) | _written(_PLAIN_STEMS) | dict(_HEARD)
# A full stop after one of these ends no sentence.
ABBREVIATIONS: Final = frozenset(_ABBREVIATIONS.split())

# Whose flags two letters make (ISO 3166-1, and the European Union).
_COUNTRIES: Final = """
ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz ca cc cd
cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge
gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km
kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz
na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh
si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg
vi vn vu wf ws xk ye yt za zm zw
"""
COUNTRIES: Final = frozenset(_COUNTRIES.split())
