using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;

namespace EchoTune.Conversation.Interpreter;

/// <summary>Names, exclusions and what remains.</summary>
internal sealed partial class CriteriaReader
{
    private static readonly HashSet<string> Joining = ["of", "the", "and", "in", "a", "an", "to", "on", "for", "at", "with", "from", "de", "la", "le", "el", "van", "von", "y", "n", "'s", "is", "it", "not", "do", "am", "are", "will", "have", "you", "me", "my", "or", "no", "as", "by"];

    private static readonly HashSet<string> TitleWords =
        ["i", "you", "me", "my", "your", "we", "is", "it", "not", "do", "am", "are", "in", "on", "to", "of", "love", "baby", "up", "down", "like", "all", "never", "don't", "tonight", "with", "for", "at", "girl", "boy", "song", "heart", "night", "day", "dream", "dreams", "dancing", "light", "lights", "she", "he", "her", "him", "be", "can", "will", "let", "no", "what", "how", "when", "where", "why", "over", "back", "home", "time", "world", "rain", "away"];

    /// <summary>Where a name that starts here ends: before a word that cannot belong to it.</summary>
    private int NameEnd(int start, int end, bool allowLower)
    {
        if (start >= end)
        {
            return start;
        }

        if (_t[start].Quoted)
        {
            return start + 1;
        }

        // A name that is known is taken whole, the longest first.
        for (var stop = Math.Min(end, start + 10); stop > start; stop--)
        {
            if (utterance.Known(start, stop) is not null && (stop - start > 1 || _t[start].Capital || allowLower))
            {
                return stop;
            }
        }

        var capital = _t[start].Capital && !utterance.AllCapital;
        if (!capital && !allowLower)
        {
            return start;
        }

        var i = start + 1;
        while (i < end)
        {
            if (_t[i].Break != '\0' && !(_t[i].Break == '.' && _t[i - 1].End - _t[i - 1].Start <= 3))
            {
                break;
            }

            if (capital)
            {
                if (_t[i].Capital || char.IsDigit(_t[i].Text[0]))
                {
                    i++;
                    continue;
                }

                var j = i;
                while (j < end && Joining.Contains(_t[j].Text) && !_t[j].Capital && j - i < 4 && _t[j].Break == '\0')
                {
                    j++;
                }

                if (j > i && j < end && _t[j].Capital && _t[j].Break == '\0' && !StartsCommand(i, j) && !(_t[i].Text is "by" or "from" or "for" or "on" or "with"))
                {
                    i = j + 1;
                    continue;
                }

                if (_t[i].Start == _t[i - 1].Start)
                {
                    i++; // the second half of a contraction
                    continue;
                }

                break;
            }

            if (Boundary.Contains(_t[i].Text) || (_t[i].Text is "from" or "for" or "by" or "on" or "in" or "at" or "or" or "with" or "to" or "radio" or "station" or "playlist" or "songs" or "music" or "tracks" or "stuff" or "that" or "which" or "like" or "version" or "albums" or "album"))
            {
                break;
            }

            if (_t[i].Text == "and" && i + 1 < end && PhraseTable.Default.Find(_t, i + 1, end) is var (slot, _, _) && slot is not (Slot.Stop or Slot.Noun))
            {
                break;
            }

            i++;
        }

        return i;
    }

    private bool StartsCommand(int and, int at) => _t[and].Text == "and" && Interpreter.CommandWords.Contains(_t[at].Text) && utterance.AllCapital;

    /// <summary>A known name: always if capitalised or longer than a word, else only where nothing else makes sense of it.</summary>
    private bool TryName(int i, int start, int end, NameMode mode, out int next)
    {
        next = i;
        for (var stop = Math.Min(end, i + 10); stop > i; stop--)
        {
            if (utterance.Known(i, stop) is not { } known)
            {
                continue;
            }

            var capitals = 0;
            for (var k = i; k < stop; k++)
            {
                capitals += _t[k].Capital ? 1 : 0;
            }

            var capital = capitals * 2 >= stop - i && (i > 0 || stop - i > 1) && !utterance.AllCapital;
            var phrase = PhraseTable.Default.Find(_t, i, end);
            var isWhole = i == start && (stop == end || _t[stop].Text is "by" or "next" or "please" or "again" or "now");
            var meansSomething = phrase is var (slot, _, length) && (length >= stop - i || AllOrdinary(i, stop));
            var ok = capital
                ? !(stop - i == 1 && meansSomething && IsSentenceStart(i)) && !(stop - i == 1 && phrase is var (s, _, _) && s is Slot.DayOfWeek or Slot.Language or Slot.Genre or Slot.TimeOfDay)
                : stop - i > 1 ? !meansSomething || (isWhole && mode == NameMode.Request && phrase?.Slot is not (Slot.Genre or Slot.Activity or Slot.Familiarity or Slot.TimeOfDay or Slot.DayOfWeek)) : !meansSomething && (known.Kind == NameKind.Artist || (mode == NameMode.Request && (isWhole || Result.Artist is not null)));
            if (!ok || (mode == NameMode.Statement && !capital && stop - i == 1 && !(end - start <= 3 && end - start > 1 && known.Kind == NameKind.Artist && !meansSomething)))
            {
                continue;
            }

            if (known.Kind == NameKind.Playlist)
            {
                continue;
            }

            // "a stroll along the river": a place, whatever song is called so.
            if (!capital && mode == NameMode.Statement && i > start && _t[i].Text == "the" && _t[i - 1].Text is "along" or "in" or "at" or "through" or "near" or "around" or "on" or "into" or "over" or "across" or "beside" or "down" or "up" or "to" or "out" or "past" or "under")
            {
                continue;
            }

            // "Halo by Beyoncé": a name that is both is a title before "by".
            AssignName(i, stop, i > 0 ? _t[i - 1].Text : "", known.Kind);
            _substance += stop - i;
            next = stop;
            return true;
        }

        // A misspelt name of several words: dafft pnuk.
        for (var words = 3; words >= 2 && mode == NameMode.Request; words--)
        {
            if (i + words <= end && !Numbers.TryNumber(_t, i, end, out _, out _) && Enumerable.Range(i, words).Any(k => _t[k].Corrected || PhraseTable.Default.Find(_t, k, end) is null) && PhraseTable.Default.Find(_t, i, end)?.Slot is not (Slot.Stop or Slot.Noun)
                && utterance.Resembles(i, i + words) is { Score: >= 0.8 } close && close.Kind != NameKind.Playlist)
            {
                AssignName(i, i + words, i > 0 ? _t[i - 1].Text : "", close.Kind);
                next = i + words;
                return true;
            }
        }

        return false;
    }

    private bool AllOrdinary(int start, int end)
    {
        for (var i = start; i < end;)
        {
            if (PhraseTable.Default.Find(_t, i, end) is not var (_, _, length))
            {
                return false;
            }

            i += length;
        }

        return true;
    }

    private bool IsSentenceStart(int i) => i == 0 || _t[i].Break == '.';

    private void AssignName(int start, int end, string before, NameKind kind)
    {
        var name = NameOf(start, end);
        if (name.Length == 0)
        {
            return;
        }

        var r = Result;
        if (before is "album" or "record" or "lp" or "ep")
        {
            kind = NameKind.Album;
        }

        switch (kind)
        {
            case NameKind.Artist when r.Artist is null:
                r.Artist = name;
                break;
            case NameKind.Artist:
                r.Track ??= name;
                break;
            case NameKind.Album when r.Album is null:
                r.Album = name;
                break;
            default:
                if (r.Track is null)
                {
                    r.Track = name;
                }
                else
                {
                    r.Text.Add(name);
                }

                break;
        }

        _substance += end - start;
    }

    /// <summary>The name as said; a misspelt one as it is known.</summary>
    private string NameOf(int start, int end)
    {
        if (end - start == 1 && _t[start].Quoted)
        {
            return utterance.Surface(start, end);
        }

        return utterance.Known(start, end) is null && utterance.Resembles(start, end) is { Score: >= 0.8 } close ? close.Name : utterance.Surface(start, end);
    }

    /// <summary>What a span names.</summary>
    public (string Name, NameKind Kind) Classify(int start, int end, NameKind fallback)
    {
        if (end - start == 1 && _t[start].Quoted)
        {
            return (utterance.Surface(start, end), utterance.Known(start, end)?.Kind ?? NameKind.Track);
        }

        if ((utterance.Known(start, end) ?? utterance.Resembles(start, end)) is { } known && known.Kind != NameKind.Playlist)
        {
            return (NameOf(start, end), known.Kind);
        }

        var title = 0;
        for (var i = start; i < end; i++)
        {
            title += TitleWords.Contains(_t[i].Text) && !(i == start && _t[i].Text == "the") ? 1 : 0;
        }

        var isTitle = end - start >= 3 && title > 0 && _t[start].Text != "the";
        return (utterance.Surface(start, end), isTitle ? NameKind.Track : fallback);
    }
}
