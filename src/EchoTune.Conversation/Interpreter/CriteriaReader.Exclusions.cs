using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;

namespace EchoTune.Conversation.Interpreter;

/// <summary>Reading what is not wanted, and what remains unread.</summary>
internal sealed partial class CriteriaReader
{
    private bool TryExclusion(int i, int end, out int next)
    {
        next = i;
        var word = _t[i].Text;
        // What is said of singing, purity, energy and knowing has phrases of its own that start with a negation.
        if (PhraseTable.Default.Find(_t, i, end) is var (slot, _, length) && length > 1 && slot is not (Slot.Stop or Slot.Noun or Slot.Purpose))
        {
            return false;
        }

        var at = i;
        var but = false;
        if (word is "but" or "and" && i + 1 < end && _t[i + 1].Text is "not" or "no" or "without" or "nothing" or "never")
        {
            (at, but) = (i + 2, true);
        }
        else if (word is "anything" or "everything" or "whatever" && i + 1 < end && _t[i + 1].Text is "but" or "except")
        {
            at = i + 2;
            HasNoun = true;
        }
        else if (word is "other" && i + 1 < end && _t[i + 1].Text == "than")
        {
            at = i + 2;
        }
        else if (word is "leave" or "leaving" && i + 1 < end && _t[i + 1].Text == "out")
        {
            at = i + 2;
        }
        else if (word is "do" && i + 2 < end && _t[i + 1].Text == "not" && _t[i + 2].Text is "play" or "include" or "give" or "want" or "add" or "use")
        {
            at = i + 3;
        }
        else if (word is "less" or "fewer" && i + 1 < end && PhraseTable.Default.Find(_t, i + 1, end)?.Slot == Slot.Genre)
        {
            at = i + 1;
        }
        else if (word is "no" or "not" or "without" or "except" or "excluding" or "nothing" or "minus" or "avoid" or "avoiding" or "skip" or "skipping" or "none" or "exclude" or "bar" or "barring" or "omit" or "ban" or "sans")
        {
            at = i + 1;
        }
        else
        {
            return false;
        }

        while (at < end && _t[at].Text is "for" or "any" or "the" or "of" or "by" or "with" or "from" or "more" or "anything" or "that" or "is" or "stuff" or "me" or "too" or "very" or "so" or "overly" or "particularly" or "please" or "a" or "really" or "songs" or "as" or "in" or "it" or "like" or "much" or "super" or "those" or "be")
        {
            at++;
        }

        if (at >= end)
        {
            return false;
        }

        var had = at;
        if (NegatedQuantity(i, end, out next))
        {
            return true;
        }

        while (at < end)
        {
            if (PhraseTable.Default.Find(_t, at, end) is var (s, value, n) && utterance.Known(at, NameEnd(at, end, false)) is null)
            {
                switch (s)
                {
                    case Slot.Genre:
                        CriteriaBuilder.AddTo(Result.NotGenres, value);
                        break;
                    case Slot.Mood:
                        CriteriaBuilder.AddTo(Result.NotMoods, value);
                        break;
                    case Slot.Tempo:
                        Result.Tempo = value == "fast" ? new NumberRange(Result.Tempo?.Min, 120) : new NumberRange(90, Result.Tempo?.Max);
                        break;
                    case Slot.Instrumental:
                        Result.Instrumental = false;
                        break;
                    case Slot.Live:
                        Result.Live = false;
                        break;
                    case Slot.Acoustic:
                        Result.Acoustic = false;
                        break;
                    case Slot.Explicit:
                        Result.Explicit = false;
                        break;
                    case Slot.Topic:
                        break;
                    case Slot.Recent:
                        Result.Era = new YearRange(null, thisYear - 2);
                        break;
                    case Slot.Activity when _t[at].Text is "party" or "dance":
                        break;
                    default:
                        return Finish(i, at, had, out next);
                }

                at += n;
            }
            else
            {
                var stop = NameEnd(at, end, allowLower: word is not ("not" or "no") || but);
                if (stop == at)
                {
                    return Finish(i, at, had, out next);
                }

                var (name, kind) = Classify(at, stop, NameKind.Artist);
                if (kind == NameKind.Artist && i + 1 < end && (_t[at - 1].Text is "song" or "track" || _t[stop - 1].Text is "symphony" or "sonata" or "concerto" or "song" or "suite" or "overture" or "waltz" or "nocturne" or "requiem" or "prelude"))
                {
                    kind = NameKind.Track;
                }

                CriteriaBuilder.AddTo(kind == NameKind.Track ? Result.NotTracks : Result.NotArtists, name);
                at = stop;
            }

            while (at < end && _t[at].Text is "songs" or "music" or "tracks" or "stuff" or "tunes" or "please" or "ones" or "'s" or "song")
            {
                at++;
            }

            if (at + 1 < end && (_t[at].Text is "or" or "and" or "nor" || (_t[at].Break == ',' && IsListed(at, end))))
            {
                at += _t[at].Text is "or" or "and" or "nor" ? 1 : 0;
                at += at < end && _t[at].Text is "no" or "not" or "any" ? 1 : 0;
                continue;
            }

            break;
        }

        return Finish(i, at, had, out next);
    }

    private bool IsListed(int at, int end) =>
        PhraseTable.Default.Find(_t, at, end) is var (s, _, n) && s is Slot.Genre or Slot.Mood && at + n < end && _t[at + n].Text is "or" or "and";

    private bool Finish(int i, int at, int had, out int next)
    {
        next = at > had ? at : i;
        _substance += next - i;
        return at > had;
    }

    /// <summary>nothing faster than 95 bpm, nothing over 120 bpm, nothing before 1990, nothing after 2000.</summary>
    private bool NegatedQuantity(int i, int end, out int next)
    {
        next = i;
        var at = i + 1;
        while (at < end && _t[at].Text is "anything" or "that" or "is" or "songs" or "music" or "stuff" or "too" or "more" && !(at + 1 < end && _t[at + 1].Text == "than"))
        {
            at++;
        }

        if (at >= end)
        {
            return false;
        }

        var tempo = Result.Tempo;
        if (TryTempo(at, end, out next) && Result.Tempo != tempo)
        {
            var said = Result.Tempo!;
            Result.Tempo = said is { Min: { } min, Max: null } ? new NumberRange(null, min) : said is { Max: { } max, Min: null } ? new NumberRange(max) : said;
            return true;
        }

        if (_t[at].Text is "before" or "after" or "older" or "newer" or "past" or "earlier" or "later")
        {
            var era = Result.Era;
            if (TryEra(at, end, out next) && Result.Era != era && Result.Era is { } range)
            {
                Result.Era = range.To is { } to && range.From is null ? new YearRange(to + 1) : range.From is { } from && range.To is null ? new YearRange(null, from - 1) : range;
                return true;
            }
        }

        next = i;
        return false;
    }

    /// <summary>Gives the words that meant nothing to the field that they most likely fill.</summary>
    private void Remains(int start, int end, NameMode mode)
    {
        if (mode == NameMode.Statement || _left.Count == 0)
        {
            return;
        }

        // With a designated name the rest is decoration; after "for" or "while" it describes an occasion.
        foreach (var (from, to) in _left.ToArray())
        {
            if (to - from == 1 && from > start && _t[from].Start == _t[from - 1].Start)
            {
                continue; // Only the "'s" of a name that was read.
            }

            var (s, e) = Extend(from, to, start, end);
            if (s > start && IsRemark(s, start) && (Result.HasSubstance || HasNoun))
            {
                continue;
            }

            if (s >= _purposeAt && (Result.HasSubstance || HasNoun))
            {
                continue;
            }

            var capital = Enumerable.Range(s, e - s).Any(k => _t[k].Capital) && !utterance.AllCapital;
            if (!capital && (Result.Activity is not null || (Result.Moods.Count > 0 && Result.Artist is null) || Result.Genres.Count > 0) && s > start + 1 && utterance.Resembles(s, e) is null)
            {
                if (Result.Artist is null && Result.Track is null && Result.Activity is null && s < _purposeAt)
                {
                    Result.Text.Add(Lower(utterance.Surface(from, to)));
                }

                continue;
            }

            // "some battle music": words of a kind of music, where no known name is meant.
            if (!capital && s == from && e == to && e < end && _t[e].Text == "music" && utterance.Known(s, e) is null && utterance.Resembles(s, e) is null)
            {
                Result.Text.Add(Lower(utterance.Surface(s, e)));
                continue;
            }

            var (name, kind) = Classify(s, e, Result.Artist is null ? NameKind.Artist : NameKind.Track);
            if (Result.Artist is not null && kind == NameKind.Artist)
            {
                kind = NameKind.Track;
            }

            if (Result.Track is not null && kind == NameKind.Track)
            {
                continue;
            }

            if (capital || (s <= start + 1 && !HasNoun) || utterance.Resembles(s, e) is not null || (to == end && Result.Artist is not null) || (HasNoun && !Result.HasSubstance && e < end && _t[e].Text is "songs" or "music" or "tracks" or "stuff"))
            {
                Swallow(s, e);
                AssignNamed(name, kind);
                _substance += e - s;
            }
            else if (!Result.HasSubstance)
            {
                Result.Text.Add(Lower(utterance.Surface(from, to)));
            }
        }
    }

    private void AssignNamed(string name, NameKind kind)
    {
        switch (kind)
        {
            case NameKind.Artist:
                Result.Artist ??= name;
                break;
            case NameKind.Album:
                Result.Album ??= name;
                break;
            default:
                Result.Track ??= name;
                break;
        }
    }

    /// <summary>A name may hold words that mean something by themselves: Deep Purple, Blue Öyster Cult.</summary>
    private (int Start, int End) Extend(int from, int to, int start, int end)
    {
        var (s, e) = (from, to);
        if (utterance.AllCapital)
        {
            return (s, e);
        }

        while (s > start && _t[s].Break == '\0' && ((_t[s - 1].Capital && !_t[s - 1].Quoted && s - 1 > 0) || (s - 2 >= start && _t[s].Capital && Joining.Contains(_t[s - 1].Text) && _t[s - 2].Capital && s - 2 > 0 && _t[s - 1].Text is not ("by" or "from" or "for" or "on"))) && !IsTaken(s - 1))
        {
            s--;
        }

        while (e < end && _t[e].Break == '\0' && ((_t[e].Capital && !_t[e].Quoted) || (e + 1 < end && _t[e - 1].Capital && Joining.Contains(_t[e].Text) && _t[e + 1].Capital && _t[e].Text is not ("by" or "from" or "for" or "on")) || _t[e].Start == _t[e - 1].Start) && !IsTaken(e))
        {
            e++;
        }

        return (s, e);
    }

    /// <summary>Whether a comma and a pronoun or verb of telling part a span from the wish: "…, I've had an awful day".</summary>
    private bool IsRemark(int at, int start)
    {
        for (var i = at; i > start; i--)
        {
            if (_t[i].Break != '\0')
            {
                return _t[i].Text is "i" or "we" or "it" or "my" or "she" or "he" or "they" or "the" or "there" or "because" or "that" or "this" or "you" or "our" or "have" or "had" or "got";
            }
        }

        return false;
    }

    private bool IsTaken(int i) => Result.Artist is { } artist && Tokeniser.Fold(artist).Contains(_t[i].Text, StringComparison.Ordinal);

    /// <summary>Takes back what words of a name were read as.</summary>
    private void Swallow(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (PhraseTable.Default.Find(_t, i, end) is not var (slot, value, _))
            {
                continue;
            }

            switch (slot)
            {
                case Slot.Mood:
                    Result.Moods.Remove(value);
                    break;
                case Slot.Genre:
                    Result.Genres.Remove(value);
                    break;
                case Slot.Activity when Result.Activity == value:
                    Result.Activity = null;
                    break;
                case Slot.TimeOfDay when Result.TimeOfDay == value:
                    Result.TimeOfDay = null;
                    break;
                case Slot.DayOfWeek when Result.DayOfWeek == value:
                    Result.DayOfWeek = null;
                    break;
                case Slot.Tempo:
                    Result.Tempo = null;
                    break;
                case Slot.Topic:
                    Result.Text.Remove(value);
                    break;
                case Slot.Live:
                    Result.Live = null;
                    break;
                case Slot.Recent:
                    Result.Era = null;
                    break;
                case Slot.Familiarity:
                    Result.Familiarity = null;
                    break;
                case Slot.Language:
                    Result.Language = null;
                    break;
                default:
                    break;
            }
        }
    }
}
