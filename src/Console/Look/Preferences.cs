using Microsoft.JSInterop;

namespace CgLicense.Console.Look;

/// <summary>How a person wants to see things: kept in this browser, and nothing secret among it.</summary>
public sealed class Preferences(IJSRuntime script)
{
    private IJSObjectReference? module;

    public event Action? Changed;

    public bool IsDark { get; private set; }

    /// <summary>Keys and e-mail addresses are masked: for screenshots, and for screens that others see.</summary>
    public bool IsPrivate { get; private set; }

    public async Task Load()
    {
        module = await script.InvokeAsync<IJSObjectReference>("import", "./console.js");
        IsDark = await Recall("dark") is { } chosen ? chosen == "1" : await module.InvokeAsync<bool>("prefersDark");
        IsPrivate = await Recall("private") == "1";
    }

    public Task Dark(bool on)
    {
        IsDark = on;
        return Keep("dark", on);
    }

    public Task Private(bool on)
    {
        IsPrivate = on;
        return Keep("private", on);
    }

    /// <summary>False where the browser does not allow it, as over plain HTTP from afar.</summary>
    public async Task<bool> Copy(string text) => module is not null && await module.InvokeAsync<bool>("copy", text);

    private async Task<string?> Recall(string name) => await module!.InvokeAsync<string?>("recall", name);

    private async Task Keep(string name, bool on)
    {
        await module!.InvokeVoidAsync("remember", name, on ? "1" : "0");
        Changed?.Invoke();
    }
}
