using System.Globalization;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;

namespace EchoTune.Conversation.Interpreter;

/// <summary>Reading what music should resemble, and who it is by.</summary>
internal sealed partial class CriteriaReader
{
    private bool TrySimilar(int i, int end, out int next)
    {
        next = i;
        var at = i;
        if (_t[i].Text is "in" or "with" or "of" && i + 2 < end && _t[i + 1].Text is "this" or "that" or "the" && (_t[i + 2].Text is "style" or "vein" or "vibe" or "spirit" && (i + 3 >= end || _t[i + 3].Text != "of")))
        {
            Result.SimilarTo = new SimilarTo(Current: true);
            _substance += 3;
            next = i + 3;
            return true;
        }

        if (_t[i].Text is "similar" && i + 1 < end && _t[i + 1].Text is "to")
        {
            at = i + 2;
        }
        else if (_t[i].Text is "resembling" or "resembles")
        {
            at = i + 1;
        }
        else if (_t[i].Text is "reminds" or "reminiscent" or "reminding" or "evokes" && i + 2 < end && (_t[i + 1].Text == "of" || _t[i + 2].Text == "of"))
        {
            at = _t[i + 1].Text == "of" ? i + 2 : i + 3;
        }
        else if (_t[i].Text is "sounds" or "sound" or "sounding" or "feels" && i + 1 < end && _t[i + 1].Text is "like" or "similar")
        {
            at = i + 2;
            at += at < end && _t[at].Text == "to" ? 1 : 0;
        }
        else if (_t[i].Text is "style" or "vein" or "spirit" or "manner" or "mould" && i + 1 < end && _t[i + 1].Text == "of")
        {
            at = i + 2;
        }
        else if (_t[i].Text is "reminiscent" && i + 1 < end && _t[i + 1].Text == "of")
        {
            at = i + 2;
        }
        else if (_t[i].Text is "lines" && i + 1 < end && _t[i + 1].Text == "of")
        {
            at = i + 2;
        }
        else if (_t[i].Text is "inspired" && i + 1 < end && _t[i + 1].Text == "by")
        {
            at = i + 2;
        }
        else if (_t[i].Text is "like" && (i == 0 || _t[i - 1].Text is not ("i" or "would" or "you" or "we" or "feel")))
        {
            at = i + 1;
            if (at < end && _t[at].Text is "in" or "an" or "a" or "when" or "i" or "to" or "you" or "maybe" || (at < end && Numbers.TryNumber(_t, at, end, out _, out _) && !_t[at].Capital && utterance.Known(at, end) is null))
            {
                return false; // trip hop like in the nineties; like an hour of funk
            }
        }
        else
        {
            return false;
        }

        if (at >= end)
        {
            return false;
        }

        if (_t[at].Text is "this" or "that" or "it" or "these" or "those" or "what")
        {
            next = at + 1;
            while (next < end && _t[next].Text is "one" or "song" or "track" or "tune" or "is" or "playing" or "current" or "now" or "currently" or "on" or "right" or "artist" or "band" or "music")
            {
                next++;
            }

            Result.SimilarTo = new SimilarTo(Current: true);
            _substance += next - i;
            return true;
        }

        if (_t[at].Text is "the" && at + 1 < end && _t[at + 1].Text is "current" or "one" && at + 2 <= end)
        {
            next = Math.Min(end, at + 3);
            Result.SimilarTo = new SimilarTo(Current: true);
            _substance += next - i;
            return true;
        }

        at += _t[at].Text is "the" && at + 1 < end && _t[at + 1].Text is "song" or "track" or "artist" or "band" ? 1 : 0;
        var said = _t[at].Text;
        NameKind? designated = said is "song" or "track" ? NameKind.Track : said is "artist" or "band" ? NameKind.Artist : null;
        at += designated is not null && at + 1 < end ? 1 : 0;
        var stop = NameEnd(at, end, allowLower: true);
        if (stop == at || (!_t[at].Capital && PhraseTable.Default.Find(_t, at, end) is var (slot, _, _) && slot is Slot.Genre or Slot.Mood or Slot.Activity && utterance.Known(at, stop) is null))
        {
            return false;
        }

        var (name, kind) = Classify(at, stop, designated ?? NameKind.Artist);
        var by = stop < end && _t[stop].Text == "by" ? NameEnd(stop + 1, end, allowLower: true) : 0;
        Result.SimilarTo = by > stop + 1 ? new SimilarTo(utterance.Surface(stop + 1, by), name) : kind == NameKind.Track ? new SimilarTo(Track: name) : new SimilarTo(name);
        _substance += stop - i;
        next = by > stop + 1 ? by : stop;
        if (next + 1 < end && _t[next].Text is "and" or "or" && _t[next + 1].Capital)
        {
            next = NameEnd(next + 1, end, allowLower: false); // one seed is enough
        }

        return true;
    }

    private bool TryBy(int i, int start, int end, NameMode mode, out int next)
    {
        next = i;
        var word = _t[i].Text;
        if (i + 1 >= end || word is not ("by" or "from" or "of" or "about" or "off" or "featuring" or "feat" or "ft"))
        {
            return false;
        }

        var at = i + 1;
        // "albums by female jazz singers": described, not named.
        for (var k = at; word == "by" && k < Math.Min(end, at + 4) && !_t[k].Capital && !_t[k].Quoted && _t[k].Break == '\0'; k++)
        {
            if (_t[k].Text is "singers" or "artists" or "bands" or "women" or "men" or "musicians" or "groups" or "rappers" or "composers" or "producers" or "songwriters" or "guitarists" or "pianists")
            {
                next = at;
                return true;
            }
        }

        if (_t[at].Text is "them" or "him" or "her" or "this" or "that" or "my" or "me" or "it" or "these" or "those" or "you" or "how" or "what" or "heart" or "now")
        {
            return false;
        }

        if (word is "about")
        {
            // songs about rain: words to search for. "about 120 bpm" and "about an hour" are quantities.
            if (!HasNoun || Numbers.TryNumber(_t, at, end, out _, out _) || Numbers.TryDuration(_t, at, end, out _, out _))
            {
                return false;
            }

            var until = at;
            while (until < end && !Boundary.Contains(_t[until].Text) && (until == at || _t[until].Break == '\0') && _t[until].Text is not ("for" or "from" or "by" or "in"))
            {
                until++;
            }

            if (until > at && _t[at].Text is not "to")
            {
                Result.Text.Add(utterance.Surface(at, until).ToLowerInvariant());
                _substance += until - i;
                next = until;
                return true;
            }

            return false;
        }

        at += _t[at].Text is "the" && at + 1 < end && _t[at + 1].Text is "artist" or "band" or "singer" or "album" or "group" or "great" or "legendary" ? 1 : 0;
        NameKind? designated = _t[at].Text switch { "artist" or "band" or "singer" or "group" => NameKind.Artist, "album" => NameKind.Album, _ => null };
        at += designated is not null && at + 1 < end ? 1 : 0;
        if (word != "by" && designated is null)
        {
            // "from the 80s" and "of music" are no names; a capital or a known name is.
            var stopHere = NameEnd(at, end, allowLower: false);
            if (stopHere == at || Numbers.TryNumber(_t, at, end, out _, out _) && utterance.Known(at, stopHere) is null)
            {
                return false;
            }

            if (PhraseTable.Default.Find(_t, at, end) is var (slot, _, length) && slot is not (Slot.Stop or Slot.Noun) && at + length >= stopHere && utterance.Known(at, stopHere) is null)
            {
                return false;
            }

            if (mode == NameMode.Statement && utterance.Known(at, stopHere) is null)
            {
                return false;
            }
        }
        else if (word == "by" && _t[at].Text is "a" or "an" && utterance.Known(at, end) is null)
        {
            return false;
        }

        var stop = NameEnd(at, end, allowLower: word == "by" || designated is not null);
        if (stop == at)
        {
            return false;
        }

        var kind = designated ?? (word == "by" ? NameKind.Artist : Classify(at, stop, word is "off" or "from" && Result.Artist is not null ? NameKind.Album : NameKind.Artist).Kind);
        if (kind == NameKind.Track && word != "by")
        {
            kind = word is "from" or "off" ? NameKind.Album : NameKind.Track;
        }

        if (kind == NameKind.Artist)
        {
            Result.Artist ??= NameOf(at, stop);
            TrackBefore(i, start);
        }
        else
        {
            AssignName(at, stop, "", kind);
        }

        _substance += stop - i;
        next = stop;
        return true;
    }

    /// <summary>Words that meant nothing right before "by" are a title: Superstition by Stevie Wonder.</summary>
    private void TrackBefore(int by, int start)
    {
        if (Result.Track is not null || Result.Album is not null)
        {
            return;
        }

        var head = start;
        while (head < by && !_t[head].Capital && (_t[head].Text is "some" or "any" or "a" or "something" or "anything" or "me" or "us" or "more" or "song" or "track" or "play" or "music" or "songs" or "stuff" or "tracks" or "that"
            || (_t[head].Text == "the" && head + 1 < by && (_t[head + 1].Text is "song" or "track" or "album" or "new" or "latest" or "best"))))
        {
            head++;
        }

        if (head >= by)
        {
            return;
        }

        var whole = utterance.Known(head, by);
        var capitals = Enumerable.Range(head, by - head).Count(k => _t[k].Capital && !utterance.AllCapital);
        var nouns = Enumerable.Range(head, by - head).Any(k => _t[k].Text is "songs" or "music" or "tracks" or "stuff" or "something" or "anything" or "tunes" or "album" or "albums" or "song" or "hits" or "recordings" or "live" or "more" or "everything" or "else" or "covers" or "classics" or "one");
        var onlyCriteria = _left.Count == 0;
        if (whole is { Kind: not NameKind.Artist } || (!nouns && (capitals > 0 || !onlyCriteria || (by - head >= 1 && Result.Genres.Count + Result.Moods.Count <= 1 && IsTitleLike(head, by)))))
        {
            var track = utterance.Surface(head, by);
            var (artist, count) = (Result.Artist, Result.Count);
            Forget();
            Result.Artist = artist;
            Result.Count = head > start ? count : null;
            if (whole?.Kind == NameKind.Album && (head > start && _t[head - 1].Text == "album"))
            {
                Result.Album = track;
            }
            else if (whole?.Kind == NameKind.Album)
            {
                Result.Album = track;
            }
            else
            {
                Result.Track = track;
            }

            _substance += by - head;
        }
    }

    private bool IsTitleLike(int start, int end) =>
        Result.Genres.Count == 0 && Result.Activity is null ? end - start >= 1 && !(Result.Moods.Count > 0 && end - start == 1) && Result.Moods.Count + Result.Text.Count + (Result.Live is null ? 0 : 1) + (Result.Era is null ? 0 : 1) + (Result.Tempo is null ? 0 : 1) + (Result.Acoustic is null ? 0 : 1) + (Result.Familiarity is null ? 0 : 1) > 0 && end - start >= 3 : false;

    private void Forget()
    {
        _left.Clear();
        Result.Text.Clear();
        Result.Moods.Clear();
        Result.Genres.Clear();
        Result.Activity = Result.TimeOfDay = Result.DayOfWeek = Result.Language = Result.Familiarity = Result.Track = Result.Album = null;
        Result.Era = null;
        Result.Tempo = Result.Energy = null;
        Result.Key = null;
        Result.Live = Result.Acoustic = Result.Instrumental = Result.Explicit = null;
    }
}
