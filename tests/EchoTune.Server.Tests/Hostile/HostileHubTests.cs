using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Hostile;

/// <summary>A page that speaks nonsense on the live line harms itself at most.</summary>
public sealed class HostileHubTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    private const int CloseMessage = 7;

    [Theory]
    [InlineData("RegisterDevice", "[]")]
    [InlineData("RegisterDevice", "[null,null]")]
    [InlineData("RegisterDevice", "[1,2]")]
    [InlineData("RegisterDevice", "[\"a\",\"b\",\"c\"]")]
    [InlineData("RegisterDevice", "[\"a\\u0000\",\"b\"]")]
    [InlineData("RegisterDevice", "[\"a\",\"b\\u0007\"]")]
    [InlineData("RegisterDevice", "[\"\\ud800\",\"b\"]")]
    [InlineData("Report", "[]")]
    [InlineData("Report", "[null]")]
    [InlineData("Report", "[\"x\"]")]
    [InlineData("Report", "[[]]")]
    [InlineData("Report", "[{\"deviceId\":5}]")]
    [InlineData("Report", "[{\"deviceId\":\"x\",\"positionMs\":99999999999999999999}]")]
    [InlineData("Advance", "[\"x\"]")]
    [InlineData("Advance", "[\"x\",\"no id\"]")]
    [InlineData("Advance", "[{},[]]")]
    [InlineData("NoSuchMethod", "[]")]
    [InlineData("OnConnectedAsync", "[]")]
    [InlineData("Dispose", "[]")]
    public async Task A_call_with_wrong_arguments_is_refused_and_the_line_goes_on(string method, string arguments)
    {
        await using var page = await HubPage.OpenAsync(Server, "honest");

        await page.SendAsync($$"""{"type":1,"invocationId":"wrong","target":"{{method}}","arguments":{{arguments}}}""");
        var answer = await AnswerAsync(page, "wrong");

        answer["error"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
        answer["error"]!.GetValue<string>().ShouldNotContain("   at ");
        (await page.CallAsync("RegisterDevice", "honest", "An honest page"))["error"].ShouldBeNull();
    }

    [Theory]
    [InlineData("[{\"deviceId\":null,\"itemId\":null,\"positionMs\":-9223372036854775808}]")]
    [InlineData("[{\"deviceId\":\"somebody else\",\"itemId\":\"01920000-0000-7000-8000-000000000000\",\"positionMs\":9223372036854775807,\"isBlocked\":true}]")]
    [InlineData("[{}]")]
    public async Task A_report_that_is_none_of_this_page_s_business_changes_nothing(string arguments)
    {
        await using var page = await HubPage.OpenAsync(Server, "meddler");
        var before = await Server.Script().GetFromJsonAsync<PlaybackDto>("/api/v1/playback", Cancellation);

        await page.SendAsync($$"""{"type":1,"invocationId":"meddling","target":"Report","arguments":{{arguments}}}""");

        (await AnswerAsync(page, "meddling"))["error"].ShouldBeNull();
        (await Server.Script().GetFromJsonAsync<PlaybackDto>("/api/v1/playback", Cancellation))!.Version.ShouldBe(before!.Version);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":\"one\"}")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":1,\"target\":null,\"arguments\":5}")]
    [InlineData("{\"type\":4,\"invocationId\":\"x\",\"target\":\"Report\",\"arguments\":[]}")]
    [InlineData("\u0000\u0001\u0002")]
    public async Task A_frame_that_makes_no_sense_ends_its_own_line_at_most(string frame)
    {
        await using var other = await HubPage.OpenAsync(Server, "other");
        await using (var page = await HubPage.OpenAsync(Server, "nonsense"))
        {
            await page.SendAsync(frame);
            await EndAsync(page);
        }

        (await other.CallAsync("RegisterDevice", "other", "Another page"))["error"].ShouldBeNull();
    }

    [Fact]
    public async Task A_frame_that_never_ends_is_cut_off()
    {
        await using var page = await HubPage.OpenAsync(Server, "endless");

        await page.SendAsync("{\"type\":1,\"target\":\"" + new string('x', 64 << 10) + "\"}");

        JsonNode message;
        do
        {
            message = await page.ReadAsync();
        }
        while (message["type"]!.GetValue<int>() != CloseMessage);
        message["error"]!.GetValue<string>().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_line_is_one_device_however_often_it_says_another_name()
    {
        await using var page = await HubPage.OpenAsync(Server, "many");
        for (var i = 0; i < 50; i++)
        {
            (await page.CallAsync("RegisterDevice", $"many-{i}", $"Face {i}"))["error"].ShouldBeNull();
        }

        var devices = (await Server.Script().GetFromJsonAsync<ItemsDto<DeviceDto>>("/api/v1/devices", Cancellation))!.Items;
        devices.Where(device => device.Id.StartsWith("many-", StringComparison.Ordinal)).Select(device => device.Name).ShouldBe(["Face 49"]);
    }

    private static async Task<JsonNode> AnswerAsync(HubPage page, string id)
    {
        while (true)
        {
            var message = await page.ReadAsync();
            if (message["type"]?.GetValue<int>() == 3 && message["invocationId"]?.GetValue<string>() == id)
            {
                return message;
            }
        }
    }

    /// <summary>Reads until the line is closed, or until it answers as before.</summary>
    private static async Task EndAsync(HubPage page)
    {
        try
        {
            await page.SendAsync("""{"type":1,"invocationId":"after","target":"RegisterDevice","arguments":["after","After all"]}""");
            await AnswerAsync(page, "after");
        }
        catch (Exception failure) when (failure is WebSocketException or InvalidOperationException or IOException)
        {
            // Closed.
        }
    }
}
