namespace CgLicense.Server.Mail;

/// <summary>What customers are written about.</summary>
internal static class MailKind
{
    /// <summary>The key of a license that was bought.</summary>
    public const string LicenseDelivery = "licenseDelivery";

    public const string Trial = "trial";
    public const string ExpiringSoon = "expiringSoon";
    public const string PaymentFailed = "paymentFailed";

    /// <summary>A machine was refused because all slots are taken; at most once a day per license.</summary>
    public const string MachineLimit = "machineLimit";

    /// <summary>The link into the customer portal.</summary>
    public const string PortalSignIn = "portalSignIn";

    public static IReadOnlyList<string> All { get; } =
        [LicenseDelivery, Trial, ExpiringSoon, PaymentFailed, MachineLimit, PortalSignIn];
}
