using System.Globalization;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>
/// The last net: every command weighs the words of a clause, words that speak for nothing count against all, and the command with the most weight wins if
/// it leads clearly. A linear classifier whose weights are written by hand: 4 speaks for a command almost alone, 1 only along with others.
/// </summary>
internal static class IntentScores
{
    /// <summary>The least weight that makes a command.</summary>
    public const double Enough = 4.5;

    /// <summary>The weight that overrules a wish whose name is only guessed.</summary>
    public const double Strong = 5.5;

    private const double Lead = 0.75;
    private const double Foreign = 1.2;

    private const string Lines =
        """
        pause: pause 5, hold 2.5, freeze 4, break 2.5, breather 4, wait 2.5, interrupt 4, halt 4, moment 2, sec 2, second 1.5, seconds 1.5, minute 1.5, phone 1, door 2, doorbell 3, call 1, standby 4, briefly 2, quickly 1, talk 1, someone 1, need 1
        resume: resume 5, unpause 5, continue 4.5, carry 3, going 2.5, go 1.5, on 1, again 1.5, back 2, rolling 3, start 1.5, playing 1.5, play 1.5, left 1.5, ready 3, stopped 2.5, where 1, finished 1, over 1, done 1, call 1
        next: skip 5, next 4, hop 3.5, leap 3, pass 3, over 1, past 1.5, different 3, another 3, else 2, change 3, move 2, boring 4, bored 4, song 1, track 1, tune 1, one 1, this 1, jump 1.5, along 1, forward 1.5, new 1, swap 3, heard 1.5, enough 1
        previous: previous 5, before 3, last 2.5, back 2.5, earlier 2.5, again 1.5, return 3, just 1, had 2, heard 2, was 1.5, song 1.5, track 1.5, one 1.5, tune 1.5, hear 1, finished 1, prior 4, ago 1, that 0.5, first 0.5, go 1
        stop: stop 5, off 3.5, end 3, enough 3.5, done 2.5, leaving 2, leave 1.5, quit 4, goodnight 5, finish 3, music 1.5, shut 3, cease 5, halt 3, over 1, silence 1, kill 4, cut 2, playing 1, home 0.5
        mute: mute 6, silent 4.5, silence 4.5, sound 2.5, noise 3, quiet 2, hush 5, audio 2.5, no 2, without 1.5, off 1.5, shut 2, down 0.5
        unmute: unmute 6, unmuted 5, muted 2, sound 3, back 2, again 2, noise 3, audio 3, hear 1, on 1, stop 1
        volume: volume 4.5, louder 5, quieter 5, loud 4, quiet 3.5, halve 2, double 2, decibels 5, loudness 5, percent 3, ears 3, notch 2, sound 2.5, hear 1.5, blasting 4, deafening 5, up 1, down 1, soft 1, low 1, turn 1
        seek: seconds 3, chorus 2, verse 2, ago 1, minute 2.5, minutes 2.5, rewind 4, forward 3, mark 2.5, ahead 2, back 1.5, backwards 3, middle 2.5, beginning 4, jump 2, start 2.5, jumping 2, position 3, intro 3, top 2, over 1, again 1, begin 2
        shuffle: shuffle 6, shuffled 6, shuffling 6, random 5, randomly 5, randomise 6, order 4.5, jumble 5, jumbled 5, scramble 5, sequence 4.5, mix 1.5, mixed 1.5, original 1.5, right 1, up 0.5, songs 0.5
        repeat: repeat 6, repeating 6, loop 6, looping 6, loops 5, forever 3.5, endless 3, endlessly 3.5, again 2, over 1.5, keep 1, once 2, infinite 3, same 1.5, song 0.5, one 0.5
        now_playing: who 2.5, whose 3, what 2, which 2, name 3.5, called 3.5, title 4, song 1.5, track 1.5, tune 1.5, this 1.5, that 1, singer 3.5, artist 2.5, band 2.5, sings 4, singing 2.5, playing 2, voice 3.5, somebody 2.5, someone 1.5, by 1, hearing 2, identify 5, recognise 4, know 1, else 1, is 0.5, again 0.5
        track_details: key 3.5, tempo 4.5, bpm 6, year 2.5, recorded 3.5, record 1.5, when 2.5, details 5, detail 4, info 5, released 3.5, length 4, long 2, this 1, what 1, how 1, old 2.5, fast 2, written 3.5, wrote 4, produced 4, producer 4, genre 2.5, label 3.5, facts 4, information 5, background 2.5, made 1.5, recording 2.5, date 2.5, come 1, out 1, album 2.5, it 0.5, that 0.5, song 1, which 1, composer 4, composed 4, major 3, minor 3
        lyrics: lyrics 6, keeps 0.5, repeating 0.5, repeats 0.5, line 4, lines 3, lyric 6, words 4.5, singing 3, sing 3, saying 3.5, says 3, text 3.5, verse 4, chorus 3, show 1.5, what 1, see 1.5, read 2, he 1, she 1, they 0.5, along 1.5, karaoke 6, understand 1.5, this 0.5, song 0.5
        explain: why 4, reason 5, reasons 5, explain 5, because 2, chose 4, choose 3, chosen 4, pick 3, picked 4, choice 4, brought 3.5, gave 2, reasoning 5, think 1, thinking 2, this 1, recommendation 2.5, suggestion 2.5, suggest 2, made 1.5, what 1, logic 4, idea 3, behind 2.5, played 0.5, on 0.5, you 0.5, decide 3, decided 3.5, how 0.5, come 1, here 0.5
        help: help 5, commands 5, list 0.5, command 4, options 4, manual 5, instructions 5, features 5, works 3, work 2, use 3, ask 3, stuck 4, lost 3.5, can 1.5, you 1, do 1.5, what 1, how 1.5, say 2.5, tell 1, things 1, abilities 5, capable 5, possible 3, tutorial 5, guide 4, get 0.5, started 2, idea 0.5, everything 1, i 0.5, assist 4, confused 4
        list_devices: devices 5, device 4, speakers 4.5, speaker 3.5, other 1, around 1, rooms 4.5, outputs 5, which 1.5, what 1, where 2.5, available 2.5, connected 3.5, show 1.5, list 2, all 0.5, can 0.5, play 1, output 3, places 2, listen 1, playing 1, gadgets 4, paired 4
        like: love 4, loving 4, stars 4.5, star 3.5, heart 4, favourite 3.5, thumbs 2.5, up 1.5, great 3, amazing 4, this 1.5, one 1, song 1, track 1, tune 1, beautiful 3.5, keeper 4, brilliant 4, awesome 4, adore 5, good 2.5, like 3, liking 4, approve 4, perfect 3, wonderful 4, lovely 3, five 1, gorgeous 4, catchy 4, banger 4, really 0.5, so 0.5, it 0.5, incredible 4, stunning 4, enjoy 3, enjoying 3.5, such 0.5, goosebumps 4, fantastic 4, excellent 4
        dislike: hate 5, dislike 6, awful 4, terrible 4, horrible 4, worst 4.5, stand 2.5, annoying 4, rubbish 4, band 1.5, artist 1.5, song 1, this 1.5, one 1, thumbs 2.5, down 2, sick 3, no 2, not 1.5, never 2.5, again 1, detest 5, despise 5, bad 3, ugly 3.5, loathe 5, dreadful 4, unbearable 4, gets 1, me 0.5, from 0.5, hurts 3, garbage 4, trash 4, crap 4, singer 1.5, track 1
        unlike: unlike 6, forget 2, unheart 6, heart 3, like 2.5, liked 3, likes 3, remove 3, undo 2, mistake 2, anymore 2.5, longer 2.5, take 1.5, back 1, off 1, pressed 2, accidentally 3, thumbs 2, favourite 2.5, favourites 2.5, love 1.5, withdraw 3, changed 1.5, mind 1.5, not 1, from 0.5, thumb 2, star 2, up 0.5
        save_track: save 4.5, saved 3, library 4, bookmark 6, collection 4, later 2, store 4, keep 3, add 2, this 1, file 3, one 0.5, song 0.5, track 0.5, my 0.5, put 1, remember 2, hold 0.5, to 0.5
        queue_clear: clear 4, queue 3, empty 3.5, wipe 4, scrap 3, fresh 1.5, delete 2.5, remove 2, everything 1.5, list 1, upcoming 2, start 0.5, bin 3, dump 3, forget 2, lined 2, up 0.5, next 0.5, again 0.5, cancel 2
        show_queue: queue 3, queued 4, next 2, coming 4, come 2.5, left 2.5, lined 4, up 1, what 1.5, which 1, show 1.5, how 1, many 1.5, much 1.5, still 1.5, remaining 4, after 2, upcoming 4.5, later 1, songs 0.5, follows 4, following 2.5, this 0.5, more 0.5, to 0.5, then 0.5, ahead 1.5
        timer_off: timer 4, sleep 1.5, cancel 2, off 1, no 1, not 1.5, need 0.5, want 0.5, forget 1.5, stop 1, anymore 1.5, after 0.5, all 0.5, up 0.5, awake 1.5, never 1, mind 1
        transition: transition 6, transitions 6, crossover 5, segue 5, blend 2.5, into 1, next 1.5, hear 1.5, preview 3.5, sounds 1, sound 1, how 1, handover 5, switch 1, goes 1.5
        """;

    private static readonly HashSet<string> Neutral =
        ["a", "an", "the", "is", "are", "am", "was", "be", "been", "i", "you", "it", "me", "my", "we", "us", "our", "your", "to", "of", "for", "with", "in", "on", "at", "and", "or", "but", "so", "just", "please", "can", "could", "would", "will", "should", "do", "does", "did", "have", "has", "had", "that", "this", "these", "those", "there", "here", "now", "really", "very", "bit", "little", "too", "also", "then", "now", "get", "got", "let", "make", "want", "need", "like", "all", "some", "any", "right", "ok", "oh", "well", "actually", "again", "thing", "stuff", "not", "no", "up", "out", "by", "from", "as", "if", "when", "because", "one", "song", "track", "tune", "music", "them", "they", "he", "she", "his", "her", "what", "who", "how", "put", "give", "take", "'s", "go", "going", "rather", "quite", "tell", "us", "about", "still", "even", "only", "yet", "today", "tonight", "currently", "piece", "record", "thank", "thanks", "absolutely", "definitely", "wow", "know", "think", "thought", "been", "being", "more", "much", "than", "may", "might", "shall", "into", "over", "after", "before", "until", "while", "time", "way", "much"];

    private static readonly Dictionary<string, List<(string Intent, double Weight)>> Weights = Load();

    /// <summary>Every word of it.</summary>
    public static IEnumerable<string> Words => Weights.Keys;

    /// <summary>The command that most of a clause's words speak for; null if none leads clearly.</summary>
    /// <param name="c">The clause; longer than 14 words none is found.</param>
    /// <param name="enough">The least weight.</param>
    public static ToolCall? Find(ClauseReading c, double enough)
    {
        if (c.Tokens.Count > 14 || c.Tokens.Any(t => t.Quoted))
        {
            return null;
        }

        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in c.Tokens.Select(t => t.Text).Distinct())
        {
            if (Weights.TryGetValue(word, out var list))
            {
                foreach (var (intent, weight) in list)
                {
                    scores[intent] = scores.GetValueOrDefault(intent) + weight;
                }
            }
        }

        // What was stopped or muted is what "again" is about.
        if (c.Context.Last?.Tool is ToolNames.Pause or ToolNames.Stop or ToolNames.Mute && (scores.ContainsKey("resume") || scores.ContainsKey("unmute")))
        {
            var undone = c.Context.Last.Tool == ToolNames.Mute ? "unmute" : "resume";
            scores[undone] = scores.GetValueOrDefault(undone) + 2.5;
        }

        if (scores.Count == 0)
        {
            return null;
        }

        var ranked = scores.Select(s => (s.Key, Score: s.Value - Against(c, s.Key))).OrderByDescending(s => s.Score).ToArray();
        return ranked[0].Score < enough || (ranked.Length > 1 && ranked[0].Score - ranked[1].Score < Lead) ? null : Make(c, ranked[0].Key);
    }

    /// <summary>What the words that do not speak for a command weigh against it.</summary>
    private static double Against(ClauseReading c, string intent)
    {
        var against = 0.0;
        for (var i = 0; i < c.Tokens.Count; i++)
        {
            var word = c.Tokens[i].Text;
            if (Neutral.Contains(word) || (Weights.TryGetValue(word, out var list) && list.Exists(w => w.Intent == intent)) || Numbers.TryNumber(c.Tokens, i, c.Tokens.Count, out _, out _) || Numbers.TryTime(c.Tokens, i, c.Tokens.Count, out _, out _))
            {
                continue;
            }

            against += list is not null ? Foreign / 2 : PhraseTable.Default.Find(c.Tokens, i, c.Tokens.Count)?.Slot is Slot.Genre or Slot.Language ? 2 * Foreign : Foreign;
        }

        return against;
    }

    private static ToolCall? Make(ClauseReading c, string intent)
    {
        bool Has(params string[] any) => c.Tokens.Any(t => any.Contains(t.Text));
        return intent switch
        {
            "pause" => new ToolCall(ToolNames.Pause, []),
            "resume" => new ToolCall(ToolNames.Resume, []),
            "next" => new ToolCall(ToolNames.Next, []),
            "previous" => new ToolCall(ToolNames.Previous, []),
            "stop" => new ToolCall(ToolNames.Stop, []),
            "mute" => new ToolCall(ToolNames.Mute, []),
            "unmute" => new ToolCall(ToolNames.Unmute, []),
            "volume" => Volume(c),
            "seek" => Seek(c),
            "shuffle" => Call(ToolNames.SetShuffle, new SetShuffleArguments { On = !Has("no", "not", "off", "without", "stop", "never", "original", "right", "normal", "proper", "correct", "sequence", "cease", "quit") }),
            "repeat" => Call(ToolNames.SetRepeat, new SetRepeatArguments { Mode = Has("no", "not", "off", "stop", "once", "quit", "never", "without", "end", "cancel") ? "off" : Has("queue", "album", "playlist", "list", "all", "everything", "songs", "these", "whole") ? "queue" : "track" }),
            "now_playing" => new ToolCall(ToolNames.NowPlaying, []),
            "track_details" => new ToolCall(ToolNames.TrackDetails, []),
            "lyrics" => new ToolCall(ToolNames.Lyrics, []),
            "explain" => Call(ToolNames.Explain, new ExplainArguments()),
            "help" => new ToolCall(ToolNames.Help, []),
            "list_devices" => new ToolCall(ToolNames.ListDevices, []),
            "like" => Has("not", "no", "never", "what", "who", "which") ? null : Call(ToolNames.Like, new LikeArguments { Target = c.Target(0, c.Tokens.Count) }),
            "dislike" => Call(ToolNames.Dislike, new LikeArguments { Target = c.Target(0, c.Tokens.Count) }),
            "unlike" => Call(ToolNames.Unlike, new LikeArguments { Target = c.Target(0, c.Tokens.Count) }),
            "save_track" => Call(ToolNames.SaveTrack, new SaveTrackArguments()),
            "queue_clear" => new ToolCall(ToolNames.QueueClear, []),
            "show_queue" => new ToolCall(ToolNames.ShowQueue, []),
            "timer_off" => Call(ToolNames.SleepTimer, new SleepTimerArguments { Off = true }),
            "transition" => new ToolCall(ToolNames.PreviewTransition, []),
            _ => null,
        };
    }

    private static ToolCall? Volume(ClauseReading c)
    {
        bool Has(params string[] any) => c.Tokens.Any(t => any.Contains(t.Text));
        if (Has("halve") || (Has("half") && Has("volume")))
        {
            return Call(ToolNames.SetVolume, new SetVolumeArguments { Percent = 50 });
        }

        // "too quiet" wants it louder, "too loud" quieter.
        var complaint = Has("too", "so", "hardly", "barely", "not");
        var up = Has("louder", "up", "raise", "more", "higher", "increase", "double") || (complaint && Has("quiet", "low", "soft", "hear"));
        var down = Has("quieter", "down", "lower", "less", "softer", "reduce") || Has("deafening", "blasting", "ears") || (complaint && Has("loud"));
        var much = Has("lot", "way", "much", "far", "double") ? 30 : 10;
        return up == down ? null : Call(ToolNames.SetVolume, new SetVolumeArguments { By = up ? much : -much });
    }

    private static ToolCall? Seek(ClauseReading c)
    {
        for (var i = 0; i < c.Tokens.Count; i++)
        {
            if (Numbers.TryDuration(c.Tokens, i, c.Tokens.Count, out var seconds, out _))
            {
                var back = c.Tokens.Any(t => t.Text is "back" or "rewind" or "backwards" or "again");
                var to = !back && c.Tokens.Any(t => t.Text is "to" or "at" or "mark" or "from" or "into");
                seconds = Math.Clamp(seconds, 0, 86400);
                return Call(ToolNames.Seek, to ? new SeekArguments { ToSeconds = seconds } : new SeekArguments { BySeconds = back ? -seconds : seconds });
            }

            if (Numbers.TryTime(c.Tokens, i, c.Tokens.Count, out var at, out _))
            {
                return Call(ToolNames.Seek, new SeekArguments { ToSeconds = at });
            }
        }

        return c.Tokens.Any(t => t.Text is "beginning" or "start" or "intro" or "top" or "begin") ? Call(ToolNames.Seek, new SeekArguments { ToSeconds = 0 }) : null;
    }

    private static Dictionary<string, List<(string, double)>> Load()
    {
        var found = new Dictionary<string, List<(string, double)>>(StringComparer.Ordinal);
        foreach (var line in Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var entry in line[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var blank = entry.LastIndexOf(' ');
                var word = entry[..blank];
                (found.TryGetValue(word, out var list) ? list : found[word] = []).Add((line[..colon], double.Parse(entry[(blank + 1)..], CultureInfo.InvariantCulture)));
            }
        }

        return found;
    }
}
