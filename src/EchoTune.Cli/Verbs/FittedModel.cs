using System.Text.Json.Nodes;
using EchoTune.Recommendation.Auto;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Cli.Verbs;

/// <summary>A model that was fitted, the rows it knows of its listeners, and what was chosen for it.</summary>
internal sealed record FittedModel(IScoringModel Model, Interactions Histories, JsonObject Chosen)
{
    /// <summary>Fits one trainer with the hyperparameters that were given.</summary>
    public static Func<EvaluationRequest, TrainingData, Interactions?, CancellationToken, FittedModel> Of(IModelTrainer trainer) => (request, data, _, cancellationToken) =>
    {
        if (!trainer.Suits(data))
        {
            throw new FormatException($"{trainer.Name} cannot be fitted on this data. {trainer.Description}");
        }

        var model = trainer.Fit(data, request.Hyperparameters, new FitOptions { Seed = request.Seed, Threads = request.Threads, CancellationToken = cancellationToken });
        return new FittedModel(model, data.Interactions, new JsonObject { ["hyperparameters"] = Json(trainer, request.Hyperparameters) });
    };

    /// <summary>Lets auto choose.</summary>
    public static FittedModel ByAuto(EvaluationRequest request, TrainingData data, Interactions? valid, CancellationToken cancellationToken)
    {
        var choice = AutoTuner.Choose(data, valid, Trainers.Candidates, new AutoOptions
        {
            BudgetSeconds = request.BudgetSeconds, Seed = request.Seed, Threads = request.Threads, Refits = request.Refits, CancellationToken = cancellationToken,
        });
        return new FittedModel(choice.Model, choice.Histories, new JsonObject
        {
            ["models"] = new JsonArray([.. choice.Members.Select(member => (JsonNode)new JsonObject
            {
                ["model"] = member.Trainer,
                ["weight"] = member.Weight,
                ["hyperparameters"] = Json(Trainers.Find(member.Trainer)!, member.Hyperparameters),
                ["validation"] = new JsonObject { ["ndcg@10"] = Math.Round(member.ValidationNdcg, 6) },
            })]),
            ["validation"] = new JsonObject { ["ndcg@10"] = Math.Round(choice.ValidationNdcg, 6), ["bestSingleNdcg@10"] = Math.Round(choice.BestSingleNdcg, 6) },
            ["trials"] = choice.Trials,
            ["refitted"] = choice.WasRefitted,
        });
    }

    private static JsonObject Json(IModelTrainer trainer, Hyperparameters chosen) =>
        new(trainer.Space.Select(knob => KeyValuePair.Create(knob.Name, (JsonNode?)chosen[knob])));
}
