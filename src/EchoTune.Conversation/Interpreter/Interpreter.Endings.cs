using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;
using EchoTune.Conversation.Interpreter.Rules;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Conversation.Interpreter;

/// <content>What stands at the end of a wish: limits, volume, a timer.</content>
public sealed partial class Interpreter
{
    private static void Limit(CriteriaBuilder r, RefineArguments change)
    {
        switch (change)
        {
            case { Energy: "less" }:
                r.AddMood("calm");
                break;
            case { Energy: "more" }:
                r.AddMood("energetic");
                break;
            default:
                break;
        }

        if (change.Valence is { } valence)
        {
            r.AddMood(valence == "more" ? "happy" : "sad");
        }

        if (change.Tempo is { } tempo)
        {
            r.Tempo = tempo == "more" ? new NumberRange(120) : new NumberRange(null, 90);
        }

        if (change.Acousticness is { } acoustic)
        {
            r.Acoustic = acoustic == "more";
        }

        if (change.Familiarity is { } familiarity)
        {
            r.Familiarity = familiarity == "more" ? "familiar" : "new";
        }
    }

    /// <summary>at 70 percent volume, at half volume.</summary>
    private static int VolumeEnding(IReadOnlyList<Token> t, int end, List<ToolCall> after)
    {
        var last = end - 1;
        if (last > 2 && t[last].Text == "volume" && t[last - 1].Text is "full" or "max" or "half" or "maximum" or "low" or "quiet" && t[last - 2].Text is "at" or "a" && (t[last - 2].Text == "at" || t[last - 3].Text == "at"))
        {
            after.Insert(0, ToolJson.Call(ToolNames.SetVolume, new SetVolumeArguments { Percent = t[last - 1].Text switch { "half" => 50, "low" or "quiet" => 20, _ => 100 } }));
            return t[last - 2].Text == "at" ? last - 2 : last - 3;
        }

        var named = t[last].Text == "volume";
        last -= named ? 1 : 0;
        if (last > 2 && t[last].Text == "percent")
        {
            last--;
        }
        else if (!named)
        {
            return end;
        }

        for (var i = Math.Max(1, last - 2); i <= last; i++)
        {
            if (Numbers.TryNumber(t, i, last + 1, out var percent, out var next) && next == last + 1 && percent is >= 0 and <= 100)
            {
                after.Insert(0, ToolJson.Call(ToolNames.SetVolume, new SetVolumeArguments { Percent = (int)percent }));
                return t[i - 1].Text is "at" or "on" or "with" or "to" ? i - 1 : i;
            }
        }

        return end;
    }

    private static int Endings(ClauseReading c, int end, List<ToolCall> after)
    {
        var t = c.Tokens;
        for (var changed = true; changed;)
        {
            changed = false;
            if (VolumeEnding(t, end, after) is var shorter && shorter < end)
            {
                end = shorter;
                changed = true;
            }
            else if (end >= 4 && t[end - 2].Text == "on" && t[end - 1].Text is "shuffle" or "repeat" or "loop" && t[0].Text is "play" or "put" or "start")
            {
                after.Insert(0, t[end - 1].Text == "shuffle" ? ToolJson.Call(ToolNames.SetShuffle, new SetShuffleArguments { On = true }) : ToolJson.Call(ToolNames.SetRepeat, new SetRepeatArguments { Mode = "track" }));
                end -= 2;
                changed = true;
            }
            else if (DeviceEnding(c, end, after) is var without && without < end)
            {
                end = without;
                changed = true;
            }
        }

        if (t.Count > 1 && t[0].Text == "shuffle")
        {
            after.Add(ToolJson.Call(ToolNames.SetShuffle, new SetShuffleArguments { On = true }));
        }

        return end;
    }

    private static readonly HashSet<string> Places =
        ["speaker", "speakers", "tv", "phone", "laptop", "headphones", "computer", "tablet", "room", "kitchen", "bedroom", "bathroom", "lounge", "garage", "garden", "basement", "attic", "patio", "den", "sonos", "chromecast", "stereo", "soundbar", "homepod"];

    /// <summary>play jazz on the kitchen speaker, play jazz in the kitchen.</summary>
    private static int DeviceEnding(ClauseReading c, int end, List<ToolCall> after)
    {
        var t = c.Tokens;
        if (t[0].Text is not ("play" or "put" or "start") || end < 4 || !Places.Contains(t[end - 1].Text) || after.Exists(x => x.Tool == ToolNames.TransferPlayback))
        {
            return end;
        }

        for (var i = end - 2; i > 1 && i >= end - 6; i--)
        {
            if (t[i].Text is "on" or "in" or "through" && t[i + 1].Text is "the" or "my" or "our")
            {
                var m = new Pattern.Match();
                m.Spans["device"] = (i + 1, end);
                if (ControlRules.Device(c, m) is { } device)
                {
                    after.Insert(0, ToolJson.Call(ToolNames.TransferPlayback, new TransferPlaybackArguments { Device = device }));
                    return i;
                }
            }
        }

        return end;
    }
}
