using System.Globalization;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;

namespace EchoTune.Conversation.Interpreter;

/// <summary>How much of a request's wording may be a name.</summary>
internal enum NameMode
{
    /// <summary>A statement: words that mean nothing to music are passed over.</summary>
    Statement,

    /// <summary>A wish led by a verb: what remains is a name or a text to search for.</summary>
    Request,
}

/// <summary>Reads what a part of a sentence says about music, from left to right, longest phrase first.</summary>
internal sealed partial class CriteriaReader(Utterance utterance, int thisYear)
{
    private static readonly HashSet<string> CountNouns =
        ["songs", "tracks", "tunes", "bangers", "numbers", "pieces", "hits", "jams", "song", "track", "tune", "records", "classics", "anthems", "ballads", "bops", "albums", "suggestions", "recommendations", "cuts", "instrumentals", "choons", "oldies", "favourites", "singles", "gems", "remixes", "ideas", "picks", "options", "deep", "covers", "more"];

    private static readonly HashSet<string> Boundary =
        ["but", "please", "next", "then", "instead", "except", "without", "excluding", "now", "thanks", "anymore", "again", "ever", "minus", "only", "maybe", "though", "if", "because", "while", "when", "tonight", "unless", "afterwards", "later"];

    private readonly IReadOnlyList<Token> _t = utterance.Tokens;
    private readonly List<(int Start, int End)> _left = [];
    private int _purposeAt = int.MaxValue;
    private int _substance;

    /// <summary>What was read.</summary>
    public CriteriaBuilder Result { get; } = new();

    /// <summary>How many words meant something for music.</summary>
    public int Understood => _substance;

    /// <summary>Whether a music noun was said: songs, music, tracks, …</summary>
    public bool HasNoun { get; private set; }

    /// <summary>Words that meant nothing.</summary>
    public int LeftOver => _left.Sum(l => l.End - l.Start);

    /// <summary>Reads a span.</summary>
    public CriteriaReader Read(int start, int end, NameMode mode)
    {
        for (var i = start; i < end;)
        {
            var next = Step(i, start, end, mode);
            if (next > i)
            {
                i = next;
                continue;
            }

            if (_left.Count > 0 && _left[^1].End == i && _t[i].Break == '\0')
            {
                _left[^1] = (_left[^1].Start, i + 1);
            }
            else
            {
                _left.Add((i, i + 1));
            }

            i++;
        }

        Remains(start, end, mode);
        return this;
    }

    private int Step(int i, int start, int end, NameMode mode)
    {
        if (_t[i].Quoted)
        {
            AssignName(i, i + 1, i > start ? _t[i - 1].Text : "", NameKind.Track);
            return i + 1;
        }

        if (TryKey(i, end, out var next) || TryName(i, start, end, mode, out next) || TryExclusion(i, end, out next) || TryDesignated(i, end, out next) || TrySimilar(i, end, out next)
            || TryBy(i, start, end, mode, out next) || TryTempo(i, end, out next) || TryEra(i, end, out next) || TryQuantity(i, end, out next))
        {
            return next;
        }

        return TryPhrase(i, start, end, mode);
    }

    private int TryPhrase(int i, int start, int end, NameMode mode)
    {
        if (PhraseTable.Default.Find(_t, i, end) is not var (slot, value, length))
        {
            return i;
        }

        // "polish jazz" comes from Poland, "polish the silver" is a chore.
        if (length == 1 && _t[i].Text == "polish" && i + 1 < end && PhraseTable.Default.Find(_t, i + 1, end)?.Slot is Slot.Genre or Slot.Noun)
        {
            (slot, value) = (Slot.Language, "pl");
        }

        var r = Result;
        switch (slot)
        {
            case Slot.Mood:
                // "angry music, I have had an awful day": the day only explains.
                if (r.Moods.Count == 0 || _t[i + length - 1].Text != "day")
                {
                    r.AddMood(value);
                }

                break;
            case Slot.Activity:
                if (IsBareHome(i, length))
                {
                    return i + length;
                }

                r.Activity = Stronger(r.Activity, value);
                break;
            case Slot.Genre:
                if (length == 1 && i > start && _t[i].Text is "house" or "garage" or "country" or "metal" or "swing" or "drill" && _t[i - 1].Text is "the" or "my" or "our" or "your" or "this" or "whole" or "entire")
                {
                    return i + length; // cleaning the house
                }

                // "new jazz" is jazz of late; a new jazz playlist is only a playlist.
                if (i > start && _t[i - 1].Text == "new" && r.Era is null && !_t.Any(t => t.Text is "playlist" or "playlists" or "radio" or "station" or "to" or "mix"))
                {
                    r.Era = new YearRange(thisYear - 1, thisYear);
                }

                r.AddGenre(value);
                break;
            case Slot.Language:
                r.Language = value;
                break;
            case Slot.TimeOfDay:
                r.TimeOfDay = value;
                break;
            case Slot.DayOfWeek:
                r.DayOfWeek = value;
                break;
            case Slot.Familiarity:
                r.Familiarity ??= value;
                break;
            case Slot.Instrumental:
                r.Instrumental = value == "true";
                break;
            case Slot.Acoustic:
                r.Acoustic = value == "true";
                break;
            case Slot.Live:
                if (length == 1 && _t[i].Text == "live" && i + 1 < end && _t[i + 1].Text is "in" or "by" && _t[i + 1].Text == "in")
                {
                    return i + 1;
                }

                r.Live = value == "true";
                break;
            case Slot.Explicit:
                r.Explicit = value == "true";
                break;
            case Slot.Tempo:
                r.Tempo = value == "fast" ? new NumberRange(120) : value == "slow" ? new NumberRange(null, 90) : new NumberRange(90, 120);
                break;
            case Slot.Energy:
                r.Energy = value == "low" ? new NumberRange(null, 0.5) : new NumberRange(0.4);
                break;
            case Slot.Recent:
                r.Era = new YearRange(thisYear - 1, thisYear);
                break;
            case Slot.Topic:
                if (!r.Text.Contains(value))
                {
                    r.Text.Add(value);
                }

                break;
            case Slot.Noun:
                HasNoun = true;
                return i + length;
            case Slot.Purpose:
                _purposeAt = Math.Min(_purposeAt, i);
                return i + length;
            default:
                return i + length;
        }

        _substance += length;
        return i + length;
    }

    /// <summary>"dinner" and "kitchen" in names of playlists and rooms say nothing by themselves when an activity is already there.</summary>
    private static string Stronger(string? had, string value) => had switch
    {
        null => value,
        "dancing" when value == "party" => "party",
        "travel" when value == "driving" => "driving",
        "working" when value is "focus" or "coding" or "writing" => value,
        _ => had,
    };

    private bool IsBareHome(int i, int length) => length == 1 && _t[i].Text is "code" or "paper" or "spa" && Result.Activity is not null;

    private bool TryQuantity(int i, int end, out int next)
    {
        if (Numbers.TryDuration(_t, i, end, out var seconds, out next))
        {
            // "in ten minutes" tells when, not how long.
            if (i == 0 || _t[i - 1].Text is not "in" || HasNoun)
            {
                Result.Minutes = (int)Math.Clamp(Math.Round(seconds / 60), 1, 1440);
                _substance += next - i;
            }

            return true;
        }

        if (!Numbers.TryNumber(_t, i, end, out var number, out next))
        {
            return false;
        }

        // "just 10 of them"
        if (number is >= 1 and <= 500 && number == Math.Floor(number) && next + 1 < end && _t[next].Text == "of" && _t[next + 1].Text is "them" or "those" or "these")
        {
            Result.Count = (int)number;
            next += 2;
            _substance += next - i;
            return true;
        }

        // The noun may stand some words later: five obscure jazz tracks.
        if (number is >= 1 and <= 500 && number == Math.Floor(number) && !(_t[i].Text is "one" && (i + 1 >= end || _t[i + 1].Text is not ("song" or "track" or "tune"))))
        {
            for (var j = next; j < Math.Min(end, next + 7) && (j == next || _t[j].Break == '\0'); j++)
            {
                if (CountNouns.Contains(_t[j].Text))
                {
                    Result.Count = _t[next - 1].Text == "few" ? Result.Count : (int)number;
                    _substance += next - i;
                    return true;
                }
            }
        }

        return _t[i].Text is not "one" && next < end && _t[next].Text is "of" or "percent" or "stars";
    }

    private bool TryDesignated(int i, int end, out int next)
    {
        next = i;
        var kind = _t[i].Text switch
        {
            "album" or "lp" or "record" or "ep" => NameKind.Album,
            "song" or "track" or "tune" or "title" or "single" => NameKind.Track,
            "artist" or "band" or "singer" or "group" or "rapper" or "composer" or "musician" or "duo" => NameKind.Artist,
            _ => (NameKind?)null,
        };
        if (kind is null)
        {
            return false;
        }

        var at = i + 1;
        var called = at < end && _t[at].Text is "called" or "named" or "titled" or "entitled";
        at += called ? 1 : 0;
        if (at >= end || (_t[at].Text is "by" or "from" or "for" or "with" or "in" or "about" or "like" or "i" or "that" or "to" or "of" or "on" or "is" or "and" or "or" or "radio" && !called))
        {
            return kind == NameKind.Album && TryRelease(i, at, end, out next);
        }

        if (!called && !_t[at].Quoted && !_t[at].Capital && utterance.Known(at, end) is null && PhraseTable.Default.Find(_t, at, end) is not null)
        {
            return false;
        }

        var stop = NameEnd(at, end, allowLower: true);
        AssignName(at, stop, _t[i].Text, kind.Value);
        next = stop;
        return stop > at;
    }

    /// <summary>"the new Tame Impala album", "Radiohead's latest record": the word names no album, it says which of the artist's.</summary>
    private bool TryRelease(int i, int after, int end, out int next)
    {
        next = i;
        if (after < end && _t[after].Text is not ("by" or "from" or "of"))
        {
            return false;
        }

        var newest = Enumerable.Range(0, i).LastOrDefault(k => _t[k].Text is "new" or "newest" or "latest", -1);
        if (newest < 0 || Enumerable.Range(newest + 1, i - newest - 1).Any(k => _t[k].Text is "playlist" or "this" or "that" or "my" or "with" or "from" or "to" or "of"))
        {
            return false; // a new playlist with this album
        }

        Result.Era ??= new YearRange(thisYear - 1, thisYear);
        HasNoun = true;
        _substance++;
        next = i + 1;
        return true;
    }

    private static string Lower(string text) => text.ToLower(CultureInfo.InvariantCulture);
}
