using MudBlazor;

namespace CgLicense.Console;

/// <summary>Colours with at least 4.5:1 contrast to what they stand on (WCAG 2.2, 1.4.3), and the system's own fonts.</summary>
internal static class Theme
{
    public static MudTheme Ours { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2f4f8f", AppbarBackground = "#2f4f8f", AppbarText = "#ffffff", Error = "#b3261e", Background = "#f6f7fa",
            TextPrimary = "#1b1f27", TextSecondary = "#4c5564", DrawerText = "#1b1f27", ActionDefault = "#4c5564", LinesInputs = "#8b93a3",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9db8f5", PrimaryContrastText = "#10182b", AppbarBackground = "#1c2230", AppbarText = "#e8ebf2", Error = "#ff9a91", ErrorContrastText = "#2b0a07",
            Background = "#12151c", Surface = "#1a1f2a", DrawerBackground = "#161a23", TextPrimary = "#e8ebf2", TextSecondary = "#aeb6c5", DrawerText = "#e8ebf2",
            ActionDefault = "#c3cad8", LinesInputs = "#6a7385",
        },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = ["system-ui", "sans-serif"] }, Button = new ButtonTypography { TextTransform = "none" } },
    };
}
