using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EchoTune.Server.Errors;

namespace EchoTune.Server.Tests.Support;

/// <summary>Checks of answers.</summary>
internal static class ProblemAssertions
{
    /// <summary>Asserts a problem with this status and code, and what every problem must have.</summary>
    public static async Task<ApiProblem> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string errorCode)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<ApiProblem>(text, JsonSerializerOptions.Web)!;
        problem.ErrorCode.ShouldBe(errorCode, text);
        problem.Status.ShouldBe((int)status);
        problem.Detail.ShouldNotBeNullOrWhiteSpace();
        problem.RequestId.ShouldBe(response.Headers.GetValues("X-Request-Id").Single());
        text.ShouldNotContain("   at ");
        text.ShouldNotContain("Exception");
        return problem;
    }

    /// <summary>Asserts a good answer and reads it.</summary>
    public static async Task<T> ShouldBeAsync<T>(this HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await response.Content.ReadFromJsonAsync<T>(TestContext.Current.CancellationToken))!;
    }
}
