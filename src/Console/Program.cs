using CgLicense.Console;
using CgLicense.Console.Look;
using CgLicense.Console.SignIn;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddMudServices();
// Addresses count from the server's root, the console lives below it.
builder.Services.AddSingleton(new HttpClient(new HttpClientHandler()) { BaseAddress = new Uri(new Uri(builder.HostEnvironment.BaseAddress), "/") });
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<Person>();
builder.Services.AddSingleton<Api>();
builder.Services.AddSingleton<Preferences>();
await builder.Build().RunAsync();
