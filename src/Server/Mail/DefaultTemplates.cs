using CgLicense.Protocol;

namespace CgLicense.Server.Mail;

/// <summary>What is written to customers of products that have no wording of their own.</summary>
internal static class DefaultTemplates
{
    private const string Ending =
        """


        Your licenses: {{portal_url}}
        Questions? Write to {{support_email}}.

        {{from_name}}
        """;

    public static MailTemplate Of(string kind) => kind switch
    {
        MailKind.LicenseDelivery => Plain(
            "Your license for {{product}}",
            """
            Thank you for choosing {{product}}. This is your license key:

            {{license_key}}

            Enter it in the tool to activate it on your computer. Keep this message: the key is your proof of purchase.

            Computers at a time: {{max_machines}}
            Valid until: {{expires}}
            Download: {{download_url}}
            """),
        MailKind.Trial => Plain(
            "Your trial of {{product}}",
            """
            Welcome to {{product}}. This is the license key of your trial:

            {{license_key}}

            Enter it in the tool to begin. Everything works until {{expires}}.

            Download: {{download_url}}
            Buy it: {{renew_url}}
            """),
        MailKind.ExpiringSoon => Plain(
            "Your license for {{product}} ends on {{expires}}",
            """
            Your license for {{product}} ends on {{expires}}. After that day the tool stops working until the license is renewed.

            License key: {{license_key}}
            Renew it: {{renew_url}}
            """),
        MailKind.PaymentFailed => Plain(
            "The payment for {{product}} failed",
            """
            The last payment for your license of {{product}} failed. The tool works on for now.

            Please update your payment method. Without a payment the license is suspended on {{suspends}}.

            License key: {{license_key}}
            Update it: {{renew_url}}
            """),
        MailKind.MachineLimit => Plain(
            "All computers of your license for {{product}} are in use",
            """
            Somebody has just tried to activate {{product}} on one more computer than your license allows.

            Computers at a time: {{max_machines}}

            To use it on another computer, deactivate it on one that you no longer need: in the tool itself, under its license settings.

            If this was not you, somebody else may know your license key. Please tell us.
            """),
        MailKind.PortalSignIn => Plain(
            "Sign in to see your licenses",
            """
            Open this link to see your licenses: {{sign_in_url}}

            Or enter this code: {{sign_in_code}}

            If you did not ask for this, ignore this message: nobody gets in without it. Do not pass it on.
            """),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of mail."),
    };

    private static MailTemplate Plain(string subject, string body) => new(subject, body + Ending, null);
}
