using EchoTune.Server.OpenApi;

namespace EchoTune.Server.Web;

/// <summary>A page at <c>/api/docs</c> to read and try the HTTP API.</summary>
internal static class ApiBrowser
{
    private const string Prefix = "api/docs";

    public static IApplicationBuilder UseApiBrowser(this IApplicationBuilder app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/" + Prefix), branch =>
        {
            branch.Use((context, next) =>
            {
                SecurityHeaders.AllowApiBrowser(context);
                return next(context);
            });
            branch.UseSwaggerUI(ui =>
            {
                ui.RoutePrefix = Prefix;
                ui.DocumentTitle = "EchoTune API";
                ui.SwaggerEndpoint(OpenApiRegistration.Path, "EchoTune");
            });
        });
        return app;
    }
}
