using System.Text.Json;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>Volume, settings, devices and questions about what plays.</summary>
internal static class ControlRules
{
    private static ToolCall Percent(double percent) => Call(ToolNames.SetVolume, new SetVolumeArguments { Percent = (int)Math.Clamp(percent, 0, 100) });

    private static ToolCall VolumeBy(double by) => Call(ToolNames.SetVolume, new SetVolumeArguments { By = (int)Math.Clamp(by, -100, 100) });

    private static ToolCall Setting<T>(string name, T value) =>
        Call(ToolNames.SetSetting, new SetSettingArguments { Name = name, Value = JsonSerializer.SerializeToElement(value, ToolJson.Options) });

    public static IReadOnlyList<Rule> Volume { get; } =
    [
        new("""
            (give|let|i want|i need|get) (me|us|have)* (the)? (max|maximum|full|top) (volume|blast|loudness|power|sound|whack)
            (max|maximum|full|top) (volume|blast|loudness|power|sound|whack)
            (set|put|turn|crank|pump|bring|take|play|make|blast|get)? @vol? (the volume)? (up|all the way|to|on|at)? (to|at|up)? (the|its)? (max|maximum|full blast|full volume|top volume|maximum volume|max volume|full|eleven|11|the max|loudest|full power|full whack|highest)
            (turn|crank|pump|put|push|bring|set) @vol? (all the way|right|fully) (up|to the top) *
            (turn|crank|pump) (up)? @vol? (up)? (as (loud|high) as *|to eleven|to 11|all the way|to the max)
            (as loud as) *
            max (it|this|the volume|that) (out)?
            (volume|sound) (all the way up|on full|full|at max|at full|to full|as high as *)
            (blast) (it|this|that|the music)? (at)? (full|max)? (volume|blast)
            """, (_, _) => [Percent(100)]),
        new("""
            (min|minimum|lowest|zero) (volume)
            (volume|sound) (all the way|right) down
            (set|put|turn|bring|take)? (the)? volume (to|at|down to)? (the)? (min|minimum|zero|nothing|lowest|0) (percent)?
            (turn|bring) @vol (all the way|right) down
            """, (_, m) => [Percent(0)]),
        new("""
            (set|put|turn|bring|take|make|change|adjust|drop|lower|raise|keep|leave|have|get|crank|move|dial|i want|pump|reduce|increase)? @vol? (the volume|volume)? (up|down|back)? (to|at|on) (a|about|around|roughly|exactly|only)? (half|halfway|the middle|medium|50 50|mid level|the halfway mark|fifty fifty) (volume|way|the volume|mark|please)?
            half (the)? volume
            volume half
            (medium|mid|middle) volume
            """, (_, _) => [Percent(50)]),
        new("(set|put|turn|bring|take)? @vol? (the volume|volume)? (up|down)? (to|at)? (a|one)? quarter (volume|of the volume|of max|of the way)?", (c, m) => [Percent(25)]),
        new("(set|put|turn|bring|take)? @vol? (the volume|volume)? (up|down)? (to|at)? three quarters (volume|of the volume|of max|of the way|full)?", (c, m) => [Percent(75)]),
        new("""
            (turn|bring|take|knock|put|lower|drop|reduce|decrease|dial|cut|crank|move|push|nudge|go|step) (down)? @vol? (the volume|volume)? (down|lower|back|quieter)? (by) <num> (percent|percentage points|points|notches|steps|clicks|percent please)?
            (volume|sound) (down|minus|lower) (by)? <num> (percent|points|notches)?
            (lower|reduce|decrease|drop) (the)? (volume|sound) <num> (percent|points|notches)?
            <num> (percent|points) (quieter|lower|down|softer|less loud|less volume)
            (turn|bring|take) @vol down <num> (percent|points|notches)?
            """, (_, m) => [VolumeBy(-m.Quantities[^1])]),
        new("""
            (turn|bring|take|raise|put|boost|bump|increase|crank|pump|dial|move|push|nudge|go|jack|step|up) (up)? @vol? (the volume|volume)? (up|higher|louder)? (by) <num> (percent|percentage points|points|notches|steps|clicks)?
            (volume|sound) (up|plus|higher) (by)? <num> (percent|points|notches)?
            (raise|increase|boost|up|bump) (the)? (volume|sound) <num> (percent|points|notches)?
            <num> (percent|points) (louder|higher|up|more volume)
            (turn|bring) @vol up <num> (percent|points|notches)?
            """, (_, m) => [VolumeBy(m.Quantities[^1])]),
        new("""
            (set|put|turn|bring|take|make|change|adjust|drop|lower|raise|keep|have|get|crank|move|dial|pump|reduce|increase|i want|i would like|play|leave|go) (up|down)? @vol? (the volume|volume|level|volume level)? (up|down|back|be)? (to|at|on) (about|around|roughly|exactly|only|like|level)? <num> (percent|please|volume|percent volume)? (volume)?
            (volume|sound|loudness) (level)? (to|at|on|up to|down to|of|is)? <num> (percent|please)?
            (at)? <num> percent (volume|loudness|please)?
            (set|make|put) (the)? volume <num> (percent)?
            """, (_, m) => m.Quantities[^1] is >= 0 and <= 100 ? [Percent(m.Quantities[^1])] : null),
        new("""
            (way|a lot|much|lots|loads|far|so much|considerably|significantly|ten times) (louder) *
            (turn|crank|bring|pump|put|jack|boost|push) (up)? @vol? (the volume)? @lot (up|higher|louder)
            (turn|crank|bring|pump|put|jack|boost|push|raise|increase) (up)? @vol (the volume)? (up|louder|higher)? @lot
            (make|play) @vol @lot (louder|higher)
            (crank|blast|pump) (it|this|that|the music|the volume|this song|the tunes|the sound|this one|the bass|this baby|this tune|up the volume|up the jams|this track) (up|out|loud)? *
            (crank up|pump up) (the)? (volume|music|sound|tunes|jams|jam)
            (it is|this is|that is|music is)? (way|far|much|so) too (quiet|soft|low) *
            (i want)? (more)? (volume|loudness) @lot
            """, (_, _) => [VolumeBy(30)]),
        new("""
            (way|a lot|much|lots|loads|far|so much|considerably|significantly) (quieter|softer|lower) *
            (turn|bring|take|put|knock|dial) (down)? @vol? (the volume)? @lot (down|lower|quieter|back)
            (turn|bring|take|put|knock|lower|reduce|drop|decrease|dial) (down)? @vol (the volume)? (down|quieter|lower|back)? @lot
            (make|play) @vol @lot (quieter|softer|lower)
            (it is|this is|that is|music is|the music is)? (way|far|much|so) too (loud|noisy) *
            """, (_, _) => [VolumeBy(-30)]),
        new("""
            (turn|bring|put|pump|push|bump|dial|jack|nudge|boost|raise|ramp|move|notch|take|shift|hike) (up)? @vol? (the volume|volume)? (by)? @bit? (up|higher|louder|a notch up) (the (volume|music|sound|song)|by)? @bit? (more)? (by a (bit|little|notch|touch))?
            (turn|bring|pump|push|bump|ramp|jack|dial) up (the|this|that|my|it)? (volume|music|sound|song|track|tunes|audio|tune|speakers|it|speaker|this|beat)? @bit? (by)? @bit?
            (raise|increase|boost|lift|up|bump|amplify|hike) (the|it|my|this)? (volume|sound|loudness|music|audio|level)? (up)? (by)? @bit?
            (make|play) @vol (a)? @bit? (louder|higher|more audible)
            (a|just)? (touch|bit|little|tad|notch)? @bit? (louder|more volume|more sound|higher volume|up the volume) (than that|dude)?
            (volume|sound) (up|higher|increase) @bit?
            (it is|this is|that is|music is|the music is|the volume is|its|the song is|that s|you are)? (a (bit|little|touch|tad))? (too|kind of|so|really|pretty|very|a bit too|rather|quite) (quiet|low|soft|faint) (for me|in here|now|though)?
            (i)? (can not|can barely|can hardly|barely|cannot|hardly|could not|am struggling to|struggling to) (hear) (it|this|anything|the music|that|a thing|the song|you|the lyrics|the words) *
            (not|it is not|this is not|that is not|music is not) loud enough *
            (give|let) (me|us) (hear)? (some|more|a bit more|a little more)? (more)? (volume|sound|loudness|noise)
            (i)? (want|need) (it|this|more|the music)? (a bit|a little)? (louder|volume|to be louder)
            (speak|play) up
            (louder|volume up) *
            (could|can|should) (it|this|the music|the volume|we) (be|go|have) (it)? @bit? louder
            (turn|put|bring) @vol (a)? @bit up
            """, (_, _) => [VolumeBy(10)]),
        new("""
            (turn|bring|put|knock|dial|take|push|notch|move|drop|nudge|tone|shift|pull|ease|wind|keep) (down)? @vol (the volume|volume)? (by)? @bit? (down|lower|quieter|softer|low) (the (volume|music|sound))? (by)? @bit? (more|in here|while *|so *|because *)?
            (turn|bring|dial|knock|keep|take|tone) down (the|this|that|my|it)? (volume|music|sound|song|track|tunes|audio|noise|tune|speakers|it|speaker|this|racket|loudness) (by)? @bit?
            (lower|reduce|decrease|drop|soften|quieten|diminish|less) (the|it|my|this)? (volume|sound|loudness|music|audio|level|noise)? (down)? (by)? @bit?
            cut (the|my|this)? (volume|loudness|level|noise) (down)? (by)? @bit?
            (make|play|keep) @vol (a)? @bit? (quieter|softer|lower|less loud|more quiet|more quietly|quiet|down)
            @bit? (quieter|softer|less loud|lower volume|not so loud|less volume|quieter please|not that loud|lower|less noise|less sound) *
            (volume|sound) (down|lower|decrease) @bit?
            (it is|this is|that is|music is|the music is|the volume is|its|the song is|you are)? (a (bit|little|touch|tad))? (too|so|really|very|a bit too|a little too|kind of|rather|quite|pretty|bit|a bit) (loud|noisy|deafening) (for me|in here|now|though|for *)?
            (my ears|you are hurting my ears|my ears are *|you will wake *|the neighbours *|the neighbors *|do not wake *|the baby is (sleeping|asleep) *|keep it down *|keep the noise down *)
            (not|do not play it|do not have it) (so|that|quite so) (loud|loudly) *
            (i)? (want|need) (it|this|the music)? (a bit|a little)? (quieter|softer|to be quieter)
            (could|can|should) (it|this|the music|the volume|we) (be|go|have) (it)? @bit? (quieter|softer)
            (turn|put|bring) @vol (a)? @bit down
            (turn|bring) down (a bit|please)?
            turn down
            (play|put|have|keep|run) @vol (on)? (very|really|nice and|more|a bit)? (quietly|softly|low|quiet)
            """, (_, _) => [VolumeBy(-10)]),
    ];

    public static IReadOnlyList<Rule> Settings { get; } =
    [
        new("""
            (switch|change|set|turn|go|put|use|enable|activate|make|give|i want|i prefer|back|move|swap|flip|i would like) (to|on|me|it|back|into|in|over)? (the|app|my|this)? (theme|app|screen|colours|interface|appearance|page|look|everything|ui|display)? (to|in|into|on|in to)? (the|a)? (dark|night|black) (mode|theme|colours|colors|appearance|skin|scheme|look|background|again|please|version)? (on|please|back)*
            (dark|night) (mode|theme) (please|on|now|back|again)*
            (turn|switch) (off|out) (light) (mode|theme)
            (the|this)? (screen|page|app|theme|it) (is|hurts)? (too bright|my eyes|hurts my eyes|is too bright|is blinding *|blinding *)
            (make) (the|this)? (screen|app|theme|page|interface|it|background|ui) (dark|darker|black)
            (turn|switch) (light|day) (mode|theme) off
            """, (c, m) => IsMusical(c) ? null : [Setting("theme", "dark")]),
        new("""
            (switch|change|set|turn|go|put|use|enable|activate|make|give|i want|i prefer|back|move|swap|flip|i would like) (to|on|me|it|back|into|in|over)? (the|app|my|this)? (theme|app|screen|colours|interface|appearance|page|look|everything|ui|display)? (to|in|into|on|in to)? (the|a)? (light|day|white|bright) (mode|theme|colours|colors|appearance|skin|scheme|look|background|again|please|version)? (on|please|back)*
            (light|day) (mode|theme) (please|on|now|back|again)*
            (turn|switch) (off|out) (dark|night) (mode|theme)
            (turn|switch) (dark|night) (mode|theme) off
            (no more|disable) dark (mode|theme)
            (make) (the|this)? (screen|app|theme|page|interface|it|background|ui) (light|lighter|white|bright|brighter)
            """, (c, m) => IsMusical(c) ? null : [Setting("theme", "light")]),
        new("""
            (use|set|follow|change|switch) (the)? (theme|to)? (to)? (system|auto|automatic|default) (theme|mode)
            set the theme to (system|auto|automatic)
            (use|follow) (the)? (system|device|os) (theme|setting|appearance)
            """, (_, _) => [Setting("theme", "system")]),
        new("""
            (set|change|switch|put|make|turn|update) (the|my|app|your|this)? (app|interface|display|ui|menu|page|site|user)? language (of *)? (to|into|in)? {lang}
            (change|switch|set|put|turn|translate) (the|this)? (app|interface|everything|page|ui|menus|menu|site|it|display|website|yourself|echotune) (to|into|in) {lang}
            (speak|talk|answer|reply|respond|write) (to me)? (in)? {lang} (from now on|please|now)?
            (use|switch to) {lang} (as the language|as my language|language|for the app|for the interface|for the menus|in the app|as the app language|as the interface language)
            language {lang}
            (i)? (want|would like|need|have|show|show me|give me|see) (the)? (app|interface|menus|menu|screen|display|website|ui|page) in {lang}
            """, (c, m) => m.Spans.TryGetValue("lang", out var s) && c.Read(s.Start, s.End, NameMode.Statement).Result.Language is { } code ? [Setting("language", code)] : null),
        new("""
            (no|block|hide|filter|filter out|ban|disable|turn off|switch off|stop|avoid|exclude|remove|never play|do not play|do not allow|no more|skip|do not want|i do not want|stop playing|never play me|get rid of|censor|disallow|forbid|mute|without|do not show|keep out) (any|all|the|more|any more|me any)? (explicit|dirty|swearing|rude|adult|offensive|nsfw|profanity|profane|bad language|curse words|swear words) (songs|lyrics|tracks|content|music|stuff|ones|tunes|material|words|versions|language)? (from now on|ever|anymore|any more|in general|always|again|going forward|please|at all|from here on|in future|in my app|for me|at any time|by default|for good|permanently|when *)? *
            (turn|switch|set) (the)? explicit (content|songs|lyrics|music|filter|tracks)? (off|to off|to false|to no)
            (explicit) (content|songs|lyrics|music|tracks)? (off|no)
            (hide|block|skip|avoid|filter out|ban|remove|exclude|leave out|no) (all|any|the|me)? (songs|tracks|music|lyrics|stuff|anything|versions) (with|that have|that has|containing|that contain|that contains|full of) (explicit|swearing|swear words|bad language|foul language|cursing|profanity|curse words|dirty words|rude words|strong language) *
            (clean|family friendly|kid safe|kids|child safe|safe) (mode|versions only|only|music only|songs only|lyrics only) (on|please|from now on)?
            (turn|switch) on (the)? (explicit|profanity|parental|family|clean) (filter|filters|controls|mode|lock)
            (only|always) (play|want)? (clean|family friendly) (versions|songs|music|stuff|lyrics|tracks)? (from now on|always|please)? (from now on)?
            (keep|make) (it|things|everything|the music) (clean|family friendly|kid friendly|pg) (from now on|please|always|when *)?
            (i have)? (kids|children|the kids) (are)? (around|here|listening|in the room|in the car) * (clean|swearing|explicit) *
            (set|change) explicit to (off|false|no)
            """, (c, m) => [Setting("explicit", false)]),
        new("""
            (allow|enable|turn on|switch on|permit|unblock|show|include|play|i do not mind|i am fine with|unlock|bring back) (the|all|some)? (explicit|swearing|uncensored|dirty) (songs|lyrics|tracks|content|music|stuff|ones|words|versions)? (again|from now on|please|too|is ok|is fine|as well)? *
            (turn|switch|set) (the)? explicit (content|songs|lyrics|music|tracks)? (on|back on|to on|to true|to yes)
            (explicit|swearing) (content|songs|lyrics|music|tracks)? (on|is fine|is ok|is okay|are fine|are ok|allowed|are allowed|is allowed) *
            (turn|switch) off (the)? (explicit|profanity|parental|family|clean) (filter|filters|controls|mode|lock)
            (turn|switch) (the)? (explicit|profanity|parental|family|clean) (filter|filters|controls|mode|lock) off
            (set|change) explicit to (on|true|yes)
            """, (_, _) => [Setting("explicit", true)]),
        new("""
            (turn|switch|set) (off) (the)? (crossfade|crossfading|cross fade|cross fading)
            (turn|switch|set|put) (the)? (crossfade|crossfading|cross fade) (off|to off|to zero|to none)
            (no|disable|stop|kill|remove|without|cancel) (the|any|more)? (crossfade|crossfading|cross fade|fading|cross fading) *
            crossfade off
            do not (crossfade|cross fade|fade) *
            """, (_, _) => [Setting("crossfade_seconds", 0)]),
        new("""
            * (crossfade|crossfading|cross fade|crossfades|cross fading|crossfade time|crossfade duration|crossfade length) * <dur> *
            * (crossfade|crossfading|cross fade|crossfades|cross fading) * <num> *
            * <dur> (of|long)? (crossfade|crossfading|cross fade|crossfades|fade|fades|overlap)? (between (songs|tracks)|crossfade|crossfades|cross fade|of crossfade|of overlap between *)
            * <num> second (crossfade|crossfading|cross fade|crossfades|fade|overlap) *
            (fade|overlap|blend) (the|between)? (songs|tracks|them|song|each song|them together)? (into each other|together|into one another|over)? (by|for|over|with)? <dur> *
            """, (_, m) => m.Quantities.Count > 0 && m.Quantities[^1] is >= 0 and <= 60 ? [Setting("crossfade_seconds", m.Quantities[^1])] : null),
        new("""
            (set|change|switch|use|make|put|try|pick|select|turn|move|update) (the|my|to|to the|over to|a)? (recommendation|recommendations|recommender|recommending|suggestion|discovery)? (strategy|algorithm|engine|method|mode|approach|model) (to|for recommendations to|as|into)? {value}
            (set|change|switch|use|make|put|try|select|go) (the|my|to|to the|with|with the|over to|for)? {value} (recommendation|recommendations|recommender|suggestion|recommending)? (strategy|algorithm|engine|method|approach|recommender) (for *)?
            (set|change|switch|use|make|put|try|select) {value} (recommendations|recommending|recommendation|filtering recommendations)
            (recommend|base (recommendations|suggestions|my recommendations)|make (recommendations|suggestions)) (music|songs|based|by|from|using|on|me)? (on|by|using|from)? {value} (from now on|always)
            (recommendation|recommender) strategy {value}
            """, (c, m) => Strategy(c.Text(m, "value")) is { } strategy ? [Setting("recommendation_strategy", strategy)] : null),
        new("""
            (use|switch|change|set|make|go|try|pick|select|put|connect|move|swap|choose|turn|have|let) (the|my|to|to the|over to|back to|with|me|it|on)? {value} (as|to be|for|be) (the|my|a|your|our)? (ai|llm|chat|model|language model|default|assistant|language)? (provider|model|assistant|ai|brain|backend|llm|engine|chat|chatting|conversation|understanding *|default) *
            (use|switch|change|set|make|go|try|select|put|choose|move) (the|my|your|to|over)? (to)? (ai|llm|chat|model|language model|assistant)? (provider|model|ai|llm|backend|assistant|engine|brain) (to|be|into|over to)? {value}
            (use|switch to|change to|go with|try|select|switch over to|change over to|talk to|swap to|go back to|switch back to|move to|connect to) {value} (provider|model|instead|ai|please|from now on|for this|now)?
            (provider) (to)? {value}
            (let|have|make) {value} (do|handle|take over|answer|understand|reply|run|be) *
            """, (c, m) => Provider(c.Text(m, "value")) is { } provider ? [Setting("provider", provider)] : null),
    ];

    private static bool IsMusical(ClauseReading c) => c.Tokens.Any(t => t.Text is "songs" or "music" or "something" or "playlist" or "tunes" or "ambient" or "jazz");

    private static string? Strategy(string said)
    {
        var s = said.ToLowerInvariant();
        return s.Contains("collab", StringComparison.Ordinal) || s.Contains("other listeners", StringComparison.Ordinal) ? "collaborative"
            : s.Contains("content", StringComparison.Ordinal) || s.Contains("sound", StringComparison.Ordinal) || s.Contains("audio", StringComparison.Ordinal) ? "content"
            : s.Contains("hybrid", StringComparison.Ordinal) || s.Contains("mix", StringComparison.Ordinal) || s.Contains("both", StringComparison.Ordinal) ? "hybrid"
            : s.Contains("popular", StringComparison.Ordinal) ? "popularity"
            : s.Contains("sequen", StringComparison.Ordinal) || s.Contains("session", StringComparison.Ordinal) ? "sequential"
            : s.Contains("context", StringComparison.Ordinal) ? "context"
            : s.Contains("history", StringComparison.Ordinal) ? "history"
            : s.Contains("discover", StringComparison.Ordinal) || s.Contains("explor", StringComparison.Ordinal) ? "discovery"
            : s.Contains("semantic", StringComparison.Ordinal) ? "semantic"
            : s.Contains("random", StringComparison.Ordinal) ? "random"
            : s.Contains("auto", StringComparison.Ordinal) ? "auto"
            : s.Contains("graph", StringComparison.Ordinal) ? "graph"
            : s.Contains("social", StringComparison.Ordinal) ? "social"
            : null;
    }

    private static string? Provider(string said)
    {
        var s = said.ToLowerInvariant();
        foreach (var (word, name) in new[]
        {
            ("ollama", "ollama"), ("openrouter", "openrouter"), ("open router", "openrouter"), ("openai", "openai"), ("open ai", "openai"), ("chatgpt", "openai"), ("chat gpt", "openai"), ("gpt", "openai"),
            ("anthropic", "anthropic"), ("claude", "anthropic"), ("gemini", "gemini"), ("google", "gemini"), ("xai", "xai"), ("x.ai", "xai"), ("grok", "xai"), ("built", "builtin"), ("offline", "builtin"), ("mistral", "mistral"), ("lm studio", "lmstudio"), ("local model", "ollama"), ("local ai", "ollama"),
        })
        {
            if (s.Contains(word, StringComparison.Ordinal))
            {
                return name == "openai" && s is "chatgpt" or "chat gpt" ? "openai" : name;
            }
        }

        return null;
    }

    /// <summary>Words for devices and rooms.</summary>
    internal static readonly HashSet<string> DeviceNouns =
        ["speaker", "speakers", "phone", "tv", "telly", "television", "laptop", "computer", "pc", "kitchen", "bedroom", "bathroom", "office", "headphones", "tablet", "ipad", "chromecast", "sonos", "desktop", "browser", "stereo", "soundbar", "mac", "macbook", "iphone", "android", "watch", "homepod", "receiver", "upstairs", "downstairs", "lounge", "garage", "den", "patio", "garden", "hifi", "hi", "earbuds", "airpods", "device", "echo", "room", "box", "player", "system", "study", "basement", "attic", "hallway", "car", "projector", "console", "bluetooth", "amp", "amplifier", "headset", "earphones", "tab", "window", "pixel", "galaxy", "boombox", "web", "workstation", "notebook", "nest", "alexa", "monitor", "monitors", "bar", "dot", "machine"];

    public static IReadOnlyList<Rule> Devices { get; } =
    [
        new(ToolNames.ListDevices,
            """
            (list|show|what|which|see|display|give|tell|any|are|name|view|find|check|get|do|let|scan|look) * (devices|speakers|outputs|players|output devices|gadgets|screens|rooms) *
            (available|my|connected|all)? (devices|speakers|outputs) (available|please|list|connected|online)?
            where (else|all)? (can|could|may|should) (i|we|you|this|it) (send|play|cast|stream|listen|put|hear|route|output|transfer|move|throw|push|beam) (this|it|the|music|sound|my|audio|to|on|from|song|songs|things|stuff)* 
            what (else|all)? (can|could) (i|we|you) (send|play|cast|stream|route|transfer|connect|listen) (this|it|the music|the sound|my music|music)? (to|on|with|through)
            (where) (is|am) (it|this|the music|the sound|i|music) (playing|coming) (from|on|out of)? *
            (what|which) (device|speaker) (is|am|are) *
            (where) (can|could) (the|my|this) (music|sound|audio) (go|play|be played|be sent|come out) *
            (what) (is|am i|are) (connected|hooked up|online|paired) *
            (list|show) (me)? (the|my|all)? (available)? (device|speaker) (list)?
            """),
        new("(continue|carry on|keep playing|keep going|resume|play|listen|move) (it|this|the music)? {device}",
            (c, m) => c.Tokens[^1].Text is "upstairs" or "downstairs" or "outside" && m.Spans["device"].End - m.Spans["device"].Start == 1 ? [Call(ToolNames.TransferPlayback, new TransferPlaybackArguments { Device = c.Tokens[^1].Text })] : null),
        new("""
            (play|put|move|send|switch|transfer|cast|continue|throw|stream|output|listen to|listen|hand|push|shift|bring|take|beam|route|carry on|change|keep playing|resume|swap|let us|i want|give me|go|pipe|airplay|blast|start|hear|get|can i hear|make|connect|use|have) (@it|@music)? (playing|music|listening|over|playback|come out|come|out|going|up|down|audio|the sound|the output)? (of|over)? (to|on|onto|in|through|via|from|over on|over to|into|out of|at|off|instead on) (the|my|our|a)? {device}
            (switch|change|transfer|move) (device|devices|speaker|speakers|output|playback device|playback|players|rooms) (to) (the|my|our)? {device}
            (use|select|activate|connect to|connect|choose|pick|try|go to) (the|my|our)? {device} (as the output|as output|as the player|instead|for (the)? (music|sound|playback|audio)|now|for playback|to play|as the device|as my speaker)?
            (i)? (want|would like|prefer|would prefer|would rather|rather|need) (to hear|to listen to|to play|to continue|to listen|to have|hear|listen to|listen|have|play)? (@it|@music)? (playing|play|on|to|coming)? (on|in|through|to|from|out of) (the|my|our)? {device}
            (on|in|to) (the|my) {device} (please|instead|now)?
            (hand|pass|send) (it|this|the music|playback) (over|off|across)? to (the|my)? {device}
            """, (c, m) => Device(c, m) is { } device ? [Call(ToolNames.TransferPlayback, new TransferPlaybackArguments { Device = device })] : null),
    ];

    /// <summary>The device of a span, if it is one: a short span that holds a word for a device or a room.</summary>
    public static string? Device(ClauseReading c, Language.Pattern.Match m)
    {
        if (!m.Spans.TryGetValue("device", out var s) || s.End - s.Start > 6)
        {
            return null;
        }

        while (s.End - 1 > s.Start && c.Tokens[s.End - 1].Text is "instead" or "please" or "now" or "too" or "again")
        {
            s.End--;
        }

        while (s.Start < s.End - 1 && c.Tokens[s.Start].Text is "the" or "my" or "our" or "a")
        {
            s.Start++;
        }

        // "hear it on the kitchen speaker": the device stands behind the last preposition.
        for (var i = s.End - 2; i > s.Start; i--)
        {
            if (c.Tokens[i - 1].Text is "on" or "in" or "to" or "through" or "via" && c.Tokens[i].Text is "the" or "my" or "our")
            {
                s.Start = i + 1;
                break;
            }
        }

        var any = false;
        for (var i = s.Start; i < s.End; i++)
        {
            any |= DeviceNouns.Contains(c.Tokens[i].Text);
            if (c.Tokens[i].Text is "playlist" or "queue" or "songs" or "repeat" or "shuffle" or "mode" or "theme" or "volume" or "song" or "order" or "for" or "percent" or "radio" or "play" or "provider" or "mood" or "music" or "timer")
            {
                return null;
            }
        }

        if (any && s.End - s.Start > 1 && (c.Utterance.Known(s.Start, s.End) ?? c.Utterance.Resembles(s.Start, s.End)) is not null)
        {
            return null;
        }

        return any ? c.Utterance.Surface(s.Start, s.End) : null;
    }
}
