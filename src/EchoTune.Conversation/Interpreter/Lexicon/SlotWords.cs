namespace EchoTune.Conversation.Interpreter.Lexicon;

/// <summary>Phrases for the remaining fields of a request. A line is <c>value: phrase, phrase</c>.</summary>
internal static class SlotWords
{
    public const string Instrumental =
        """
        true: instrumental, instrumentals, no vocals, without vocals, no vocal, no lyrics, without lyrics, no singing, without singing, no words, without words, wordless, no voices, without voices, no voice, no singers, no singer, lyric free, vocal free, lyricless, no one singing, nobody singing, without any vocals, without any lyrics, without any singing, without any words, with no vocals, with no lyrics, with no words, with no singing, no rapping, minus the vocals, minus the lyrics, just the music, no talking, without talking, not a word sung, where nobody sings, where no one sings, no people singing, without the vocals, without the lyrics, no human voice, zero vocals, zero lyrics, voiceless, non vocal, purely instrumental, all instrumental
        false: with vocals, with lyrics, with singing, with words, with a singer, not instrumental, no instrumentals, nothing instrumental, sung songs
        """;

    public const string Acoustic =
        """
        true: acoustic, unplugged, stripped back, stripped down, acoustic versions, campfire songs, no electronics, non electronic, nothing electric, no synths
        false: not acoustic, no acoustic, nothing acoustic, non acoustic
        """;

    public const string Live =
        """
        true: live recordings, live recording, live versions, live version, live performances, live performance, live concerts, live concert, live albums, live album, concert recordings, concert recording, live takes, live take, live sessions, live session, live cuts, in concert, recorded live, live set recordings, live tracks, live songs, live music, live stuff, live, concert
        false: no live recordings, no live versions, no live, not live, nothing live, studio versions, studio version, studio recordings, studio recording, studio only, no live tracks, no live stuff, no live albums, no concert recordings, without live versions
        """;

    public const string Explicit =
        """
        false: no explicit, no explicit songs, no explicit lyrics, no explicit tracks, no explicit content, no explicit stuff, nothing explicit, not explicit, without explicit lyrics, non explicit, no swearing, no swear words, without swearing, no cursing, without cursing, no curse words, no bad language, without bad language, no profanity, profanity free, clean versions, clean version, clean lyrics, clean only, clean songs, family friendly, kid friendly, child friendly, safe for kids, safe for work, sfw, without swear words, no dirty lyrics, radio edits, radio edit, nothing dirty, nothing rude, no cussing, without profanity, nothing with swearing, g rated, suitable for kids, suitable for children, safe for children, no f bombs
        true: explicit, explicit is fine, explicit ok, uncensored, dirty version, with swearing, explicit versions, uncut
        """;

    public const string Familiarity =
        """
        forgotten: i used to love but have not played in years, i used to love, i used to like, i used to listen to, i used to play, we used to love, i loved back then, used to love, have not heard in ages, have not heard in years, have not heard in a while, have not heard for years, have not heard for ages, have not heard for a while, have not heard in a long time, have not heard for a long time, have not heard lately, have not heard recently, have not played in ages, have not played in years, have not played in a while, have not played for ages, have not played for years, have not played for a while, have not played in a long time, have not played lately, have not played recently, have not listened to in ages, have not listened to in years, have not listened to in a while, have not listened to for ages, have not listened to for years, have not listened to for a while, have not listened to in a long time, have not listened to lately, have not listened to in forever, have not heard in forever, have not played in forever, have not heard since, have not played since, have not played in months, have not heard in months, have not listened to in months, not played in years, not heard in years, not played in ages, not heard in ages, not heard for ages, not heard for years, forgotten favourites, forgotten gems, forgotten songs, forgotten, forgot about, have forgotten, have forgotten about, rediscover, rediscovering, old favourites, lost favourites, long time no hear, neglected, haven't touched in, been ignoring, gathering dust, past favourites
        new: have not heard before, have not heard yet, have not heard, have never heard, never heard before, never heard, have not listened to before, have not listened to yet, have not listened to, have never listened to, never listened to, not listened to yet, not listened to, not heard yet, not heard before, not heard, have not played before, have not played yet, have never played, never played before, never played, have not played, new to me, that is new to me, unheard, unfamiliar, do not know yet, do not know, do not already know, something new, anything new, something fresh, discover something, discover, discovery, never come across, have not come across, unknown to me, have not discovered, not in my library, undiscovered, have not got to know, i do not recognise, nothing i have heard before, nothing i have heard, nothing i know, nothing familiar, expand my horizons, broaden my horizons, surprise me with something new, haven't tried
        familiar: i know, i have played to death, played to death, i play to death, i know every word of, i have on repeat, i have had on repeat, i already know, we know, everyone knows by me, i have heard before, i have played before, i have listened to before, i have heard, heard before, played before, familiar, my favourites, my favourite songs, my favourite tracks, my favourite music, my favourite tunes, favourites of mine, favourites, songs i love, songs i like, stuff i love, stuff i like, music i love, music i like, tracks i love, tracks i like, i love already, i already love, i already like, my usual, the usual, my go to, my most played songs, my most played tracks, my most played, my top songs, my top tracks, most played, liked songs, my liked songs, songs i have liked, i have liked, i play a lot, i listen to a lot, i keep playing, on heavy rotation, i know by heart, i can sing along to, tried and tested, tried and true, that i like, that i love, things i love, things i like, my likes, i have been listening to, i have been playing, well known to me, the songs i know, comfort listening, my regulars
        """;

    public const string Tempo =
        """
        fast: fast, quick, rapid, speedy, up tempo, uptempo, fast paced, high tempo, breakneck, high speed, brisk, fast tempo, quick tempo
        slow: slow, slow tempo, low tempo, slow paced, slow moving, unhurried tempo, slow burning, slow burners, slow burn, slow jams, slow jam, slowed
        mid: mid tempo, midtempo, medium tempo, moderate tempo, medium paced, not too fast not too slow
        """;

    public const string Energy =
        """
        low: low energy, low-energy, low intensity, not too loud, not loud, nothing loud, nothing too loud, not too energetic, not too intense, not too heavy, nothing too heavy, nothing too intense, nothing too energetic, not too wild, nothing too wild, not too hard, nothing too hard, nothing too crazy, not too crazy, not too much energy, not too aggressive, nothing too aggressive, not very loud, not so loud, nothing heavy, not too upbeat, nothing too upbeat, not too noisy, nothing noisy, nothing too noisy, not too hyper, nothing jarring, nothing intense, unobtrusive
        high: not too calm, not too mellow, nothing too mellow, nothing too calm, not too sleepy, nothing sleepy, nothing too sleepy, not boring, nothing boring, nothing too slow and boring, not too chill, nothing too chill, not too quiet
        """;

    public const string Recent =
        """
        recent: recent, latest, brand new, new releases, new release, newest, newly released, just released, just came out, recently released, released recently, new music, new songs, new tracks, new tunes, current hits, current, contemporary, modern, hot off the press, fresh releases, from lately, these days, new stuff out, new albums, new singles, new hits, out now, chart hits, up to date, of the moment, recent releases, latest releases
        """;

    public const string TimeOfDay =
        """
        morning: morning, mornings, this morning, sunrise, dawn, early morning, breakfast time
        afternoon: afternoon, afternoons, this afternoon, midday, noon, lunchtime, lunch time, lunch break
        evening: evening, evenings, tonight, this evening, sunset, dusk, twilight, after work, sundown
        night: night, nights, nighttime, night time, late night, midnight, all night, late at night, 2am, 3am, small hours, in the dark of night, after dark, nocturnal, at night
        """;

    public const string DayOfWeek =
        """
        monday: monday, mondays
        tuesday: tuesday, tuesdays
        wednesday: wednesday, wednesdays
        thursday: thursday, thursdays
        friday: friday, fridays
        saturday: saturday, saturdays
        sunday: sunday, sundays
        """;

    public const string Topic =
        """
        piano: piano, pianos, solo piano
        guitar: guitar, guitars
        violin: violin, violins, fiddle
        cello: cello, cellos
        saxophone: saxophone
        sax: sax
        trumpet: trumpet, trumpets
        flute: flute, flutes
        harp: harp
        organ: organ, hammond organ
        strings: strings
        ukulele: ukulele
        banjo: banjo
        accordion: accordion
        harmonica: harmonica
        clarinet: clarinet
        sitar: sitar
        bagpipes: bagpipes, bagpipe
        mandolin: mandolin
        marimba: marimba
        vibraphone: vibraphone
        handpan: handpan
        synths: synths, synthesizers, synthesisers
        synth: synth
        drums: drums, drumming
        horns: horns
        brass: brass
        double bass: double bass, upright bass
        slide guitar: slide guitar
        spanish guitar: spanish guitar
        classical guitar: classical guitar
        electric guitar: electric guitar
        rain sounds: rain sounds, sound of rain, sounds of rain, rain noises, rainfall
        ocean waves: ocean waves, waves crashing
        ocean sounds: ocean sounds, sea sounds
        white noise: white noise
        brown noise: brown noise
        pink noise: pink noise
        whale song: whale song, whale songs
        birdsong: birdsong, bird song, birds singing
        forest sounds: forest sounds
        thunderstorm: thunderstorm, thunderstorms, thunder sounds
        campfire: campfire, fire crackling
        wind chimes: wind chimes
        singing bowls: singing bowls, tibetan bowls
        summer: summer, summery, summertime
        beach: beach
        winter: winter
        autumn: autumn
        wedding: wedding
        birthday: happy birthday
        female vocals: female vocals, female singers, female vocalists, female voices, women singing
        male vocals: male vocals, male singers, male vocalists
        whistling: whistling
        sing-along: singalongs, singalong, sing along, sing alongs
        """;

    public const string Nouns =
        """
        artists, bands, singers, albums, musicians, music, song, songs, track, tracks, tune, tunes, stuff, something, anything, things, thing, beats, beat, jams, jam, banger, bangers, numbers, pieces, piece, hits, hit, classics, classic, records, recordings, vibes, vibe, sounds, ballads, ballad, anthems, anthem, material, selections, selection, bops, bop, melodies, melody, cuts, musical, vibey, soundtrack for, playlist, one, ones, some thing, choons, background music, background, backdrop, record, staples, essentials, gems, oldie, mood, feel, session, feeling, atmosphere, number
        """;

    public const string Purpose = "for, while, when, whilst, because, during, as i, before, after, until, since i, so i can, to help";

    public const string Stops =
        """
        beautiful, gorgeous, you think, i would enjoy, we would enjoy, or something along those lines, or something like that, or something, or similar, or whatever, or so, or stuff like that, or the like, along the way, a, an, the, some, any, me, us, my, our, your, of, to, in, on, with, and, that, is, are, am, i, we, it, this, these, those, really, very, slightly, bit, little, kind, sort, good, nice, great, best, lovely, proper, cool, awesome, please, now, only, just, from, at, so, too, right, most, more, be, been, being, do, does, have, has, had, having, want, wanna, need, get, give, play, hear, listen, listening, put, let, make, feel, feeling, feels, would, could, like, love, can, will, should, you, he, she, they, them, his, her, him, there, here, what, which, who, up, out, down, off, all, about, around, over, by, or, but, if, then, else, also, maybe, perhaps, super, pretty, quite, extra, nicely, different, another, few, lots, lot, loads, bunch, ton, tons, heaps, couple, set, day, today, tomorrow, week, time, going, go, heading, headed, about to, getting, doing, trying, while, into, through, via, straight, full, long, short, big, new, old, school, style, styled, type, types, sounding, flavoured, based, oriented, tinged, heavy on, mostly, mainly, purely, strictly, totally, absolutely, seriously, ideally, preferably, suitable, perfect, ideal, appropriate, fitting, background, rainy, raining, cloudy, windy, snowy, random, whatever, again, yet, ever, still, already, today's, own, 's, not, no, version, versions, minutes, hours, minute, hour, lasting, worth, total, top, greatest, popular, famous, favourite, well known, known, person, people, kid, kids, children, toddler, baby, mum, dad, friend, friends, mate, mates, guys, everyone, everybody, someone, folks, sister, brother, wife, husband, girlfriend, boyfriend, partner, pals, family, start, started, starting, begin, finish, finishing, end, keep, keeps, keeping, help, helps, helping, take, taking, come, coming, goes, gone, came, back, home, house, room, place, flat, apartment, find, find me, show, suggest, recommend, wanting, looking, mind, head, quick, early, late, myself, ourselves, yourself, must, shall, might, may, exam tomorrow, sure, ok, yes, hey, hi, well, um, uh, er, hmm, oh, thanks, thank, bring, gets, makes, puts, turn, its, were, was, did, done, how, why, where, sung, singing, sing, sings, spoken, language, lyrics, vocals, era, decade, decades, year, years, century, period, released, release, made, recorded, came out, called, named, titled, decent, solid, chosen, hand picked, picked, mixed, mix, bpm, tempo, energy, ish, y, type of, sort of, kind of, bits, rather, plenty, much, many, every, each, other, others, same, similar, whole, entire, us, anyone, alone, together, work on, tell, think, know, guess, suppose, hope to, able, happen, happens, actually, basically, literally, especially, particularly, definitely, certainly, recommendation, recommendations, suggestion, suggestions, try, tried, ideas, idea, picks, options, tips, advice
        """;
}
