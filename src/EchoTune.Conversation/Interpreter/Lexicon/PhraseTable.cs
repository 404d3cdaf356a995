using EchoTune.Conversation.Interpreter.Language;

namespace EchoTune.Conversation.Interpreter.Lexicon;

/// <summary>What a phrase says about the music.</summary>
internal enum Slot
{
    Mood,
    Activity,
    Genre,
    Language,
    TimeOfDay,
    DayOfWeek,
    Familiarity,
    Instrumental,
    Acoustic,
    Live,
    Explicit,
    Tempo,
    Energy,
    Recent,
    Topic,
    Noun,
    Stop,
    Purpose,
}

/// <summary>Phrases found by their first word, longest first.</summary>
internal sealed class PhraseTable
{
    private readonly Dictionary<string, List<(string[] Words, Slot Slot, string Value)>> _byFirst = new(StringComparer.Ordinal);

    /// <summary>The table of the product.</summary>
    public static PhraseTable Default { get; } = Build();

    /// <summary>Every word in it.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a phrase; the first meaning of a phrase wins.</summary>
    public void Add(string phrase, Slot slot, string value)
    {
        var words = Tokeniser.Split(phrase).Select(t => t.Text).ToArray();
        if (words.Length == 0)
        {
            return;
        }

        Words.UnionWith(words);
        if (!_byFirst.TryGetValue(words[0], out var list))
        {
            _byFirst[words[0]] = list = [];
        }

        if (!list.Exists(e => e.Words.AsSpan().SequenceEqual(words)))
        {
            var at = list.FindIndex(e => e.Words.Length < words.Length);
            list.Insert(at < 0 ? list.Count : at, (words, slot, value));
        }
    }

    /// <summary>The longest phrase at a place.</summary>
    public (Slot Slot, string Value, int Length)? Find(IReadOnlyList<Token> t, int at, int end)
    {
        if (t[at].Quoted)
        {
            return null;
        }

        if (!_byFirst.TryGetValue(t[at].Text, out var list))
        {
            // "hauntingly beautiful": the adverb of a mood is the mood, and so is the plain word of praise behind it.
            var word = t[at].Text;
            return word.Length > 6 && word.EndsWith("ly", StringComparison.Ordinal) && _byFirst.TryGetValue(word[..^2], out var stems) && stems.Find(e => e.Words.Length == 1) is { Slot: Slot.Mood } stem
                ? (Slot.Mood, stem.Value, at + 1 < end && t[at + 1].Text is "beautiful" or "pretty" or "lovely" or "good" or "gorgeous" ? 2 : 1)
                : null;
        }

        (Slot Slot, string Value, int Length)? exact = null;
        foreach (var (words, slot, value) in list)
        {
            if (at + words.Length > end)
            {
                continue;
            }

            var same = true;
            for (var i = 1; i < words.Length && same; i++)
            {
                same = t[at + i].Text == words[i] && !t[at + i].Quoted;
            }

            if (same)
            {
                exact = (slot, value, words.Length);
                break;
            }
        }

        if (exact is { } found && (found.Length > 1 || found.Slot is not (Slot.Stop or Slot.Noun or Slot.Purpose)))
        {
            return exact;
        }

        // "feeling a bit low" is "feeling low": a second look over words that only colour.
        foreach (var (words, slot, value) in list)
        {
            if (words.Length < 2 || slot is not (Slot.Mood or Slot.Activity))
            {
                continue;
            }

            var (k, j, skipped) = (1, at + 1, 0);
            while (k < words.Length && j < end && !t[j].Quoted && t[j].Break == '\0')
            {
                if (t[j].Text == words[k])
                {
                    k++;
                }
                else if (skipped >= 3 || !Colouring.Contains(t[j].Text))
                {
                    break;
                }
                else
                {
                    skipped++;
                }

                j++;
            }

            if (k == words.Length)
            {
                return (slot, value, j - at);
            }
        }

        return exact;
    }

    private static readonly HashSet<string> Colouring =
        ["a", "bit", "so", "really", "very", "pretty", "quite", "little", "rather", "totally", "super", "nice", "big", "whole", "lovely", "kind", "of", "some", "proper", "long", "quick", "tad", "extra", "bloody", "absolutely", "my", "the"];

    private static PhraseTable Build()
    {
        var table = new PhraseTable();
        // What is said of singing, knowing and purity comes first: "no vocals" is not the exclusion of something.
        Lines(table, Slot.Instrumental, SlotWords.Instrumental);
        Lines(table, Slot.Acoustic, SlotWords.Acoustic);
        Lines(table, Slot.Live, SlotWords.Live);
        Lines(table, Slot.Explicit, SlotWords.Explicit);
        Lines(table, Slot.Familiarity, SlotWords.Familiarity);
        Lines(table, Slot.Tempo, SlotWords.Tempo);
        Lines(table, Slot.Energy, SlotWords.Energy);
        Lines(table, Slot.Recent, SlotWords.Recent);
        Lines(table, Slot.TimeOfDay, SlotWords.TimeOfDay);
        Lines(table, Slot.DayOfWeek, SlotWords.DayOfWeek);
        foreach (var entry in Split(GenreWords.Lines, ';', '\n'))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var genre = colon < 0 ? entry : entry[..colon].Trim();
            table.Add(genre, Slot.Genre, genre);
            foreach (var alias in colon < 0 ? [] : Split(entry[(colon + 1)..], ','))
            {
                table.Add(alias, Slot.Genre, genre);
            }
        }

        Lines(table, Slot.Activity, ActivityWords.Lines);
        Lines(table, Slot.Mood, MoodWords.Lines);
        foreach (var entry in Split(LanguageWords.Lines, ';', '\n'))
        {
            var space = entry.LastIndexOf(' ');
            table.Add(entry[..space], Slot.Language, entry[(space + 1)..]);
        }

        Lines(table, Slot.Topic, SlotWords.Topic);
        foreach (var noun in Split(SlotWords.Nouns, ','))
        {
            table.Add(noun, Slot.Noun, noun);
        }

        foreach (var word in Split(SlotWords.Purpose, ','))
        {
            table.Add(word, Slot.Purpose, word);
        }

        foreach (var word in Split(SlotWords.Stops, ','))
        {
            table.Add(word, Slot.Stop, word);
        }

        return table;
    }

    private static void Lines(PhraseTable table, Slot slot, string lines)
    {
        foreach (var line in Split(lines, '\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var phrase in Split(line[(colon + 1)..], ','))
            {
                table.Add(phrase, slot, line[..colon]);
            }
        }
    }

    private static string[] Split(string text, params char[] by) =>
        text.Split(by, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
