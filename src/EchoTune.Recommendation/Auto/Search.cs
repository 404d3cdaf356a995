using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Auto;

/// <summary>One trainer under search: what was tried and what comes next.</summary>
internal sealed class Search(IModelTrainer trainer, Hyperparameters start)
{
    // Shares of a knob's range by which a good point is moved.
    private const double Step = 0.2;

    private readonly List<string> tried = [];

    public IModelTrainer Trainer => trainer;

    public int Trials { get; private set; }

    public double BestObjective { get; private set; } = double.NegativeInfinity;

    public double BestNdcg { get; private set; }

    public Hyperparameters Best { get; private set; } = start;

    /// <summary>The model of the best trial, fitted on the training rows.</summary>
    public IScoringModel? Model { get; private set; }

    /// <summary>Seconds of the best trial's fit.</summary>
    public double FitSeconds { get; private set; }

    /// <summary>Mean seconds of a trial.</summary>
    public double TrialSeconds { get; private set; }

    /// <summary>Whether nothing more is to be tried.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The next point: the start, then every third by chance over the whole space and the others near the best.</summary>
    public Hyperparameters? Propose(Draws draws)
    {
        var knobs = trainer.Space.Where(knob => knob.High > knob.Low).ToArray();
        if (Trials == 0)
        {
            return Best;
        }

        for (var attempt = 0; attempt < 20 && knobs.Length > 0; attempt++)
        {
            var next = Best;
            var isRandom = Trials % 3 == 2;
            var only = draws.Below(knobs.Length);
            for (var k = 0; k < knobs.Length; k++)
            {
                if (isRandom || k == only || draws.Unit() < 0.3)
                {
                    next = next.With(knobs[k].Name, Moved(knobs[k], Best[knobs[k]], isRandom, draws));
                }
            }

            if (!tried.Contains(Key(next)))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>Writes down a trial.</summary>
    public void Report(Hyperparameters point, double ndcg, double objective, IScoringModel model, double fitSeconds, double seconds)
    {
        tried.Add(Key(point));
        TrialSeconds = (TrialSeconds * Trials + seconds) / (Trials + 1);
        Trials++;
        if (objective > BestObjective)
        {
            (Best, BestNdcg, BestObjective, Model, FitSeconds) = (point, ndcg, objective, model, fitSeconds);
        }
    }

    private static double Moved(Hyperparameter knob, double from, bool isRandom, Draws draws)
    {
        var (low, high) = knob.IsLogarithmic ? (Math.Log(knob.Low), Math.Log(knob.High)) : (knob.Low, knob.High);
        var at = knob.IsLogarithmic ? Math.Log(Math.Clamp(from, knob.Low, knob.High)) : from;
        var bell = (draws.Unit() + draws.Unit() + draws.Unit() - 1.5) * 2;
        at = isRandom ? low + draws.Unit() * (high - low) : Math.Clamp(at + bell * Step * (high - low), low, high);
        var value = knob.IsLogarithmic ? Math.Exp(at) : at;
        value = knob.IsInteger ? Math.Round(value) : double.Parse(value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
        return Math.Clamp(value, knob.Low, knob.High);
    }

    private static string Key(Hyperparameters point) => string.Join(' ', point.Values.Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value:R}")));
}
