using CgLicense.Protocol;

namespace CgLicense;

/// <summary>
/// Licenses for one product on one machine. Make one at start and keep it; it is safe on several threads, and several
/// processes may share the license file. The constructor touches neither disk nor network.
/// </summary>
public sealed class LicenseClient : IDisposable
{
    private readonly LicenseClientOptions options;
    private readonly ServerApi api;
    private readonly Lazy<string> fingerprint;
    private readonly LicenseMemory memory;
    private readonly CheckOperation checking;
    private readonly ActivateOperation activating;
    private readonly OfflineActivation carrying;
    private readonly DeactivateOperation deactivating;
    private readonly HeartbeatOperation beating;
    private readonly CancellationTokenSource ending = new();
    private volatile LicenseCheck? latest;

    /// <param name="options">Server, product and places.</param>
    /// <exception cref="ArgumentException">An option cannot be used; the text says which and why.</exception>
    public LicenseClient(LicenseClientOptions options)
    {
        options.Check();
        this.options = options;
        var address = ServerAddress.Parse(options.ServerUrl);
        var keyTrust = new KeyTrust(options.PinnedRoot(), address.VouchesForKeys);
        var folder = LicenseFolder.For(options.ProductId, options.StorageDirectory);
        LicenseFile = Path.Combine(folder, TokenCache.FileName);
        fingerprint = new Lazy<string>(() => FingerprintFormula.Compute(
            options.ProductSalt,
            MachineIdentity.Find(Environment.GetEnvironmentVariable, MachineIdentity.PlatformId, folder)));
        api = new ServerApi(address, keyTrust.MayTalk);
        memory = new LicenseMemory(new TokenCache(LicenseFile, options.ProductId, options.ProductSalt, () => fingerprint.Value));
        var judge = new TokenJudge(api, keyTrust, options.ProductId, () => fingerprint.Value);
        var conversation = new Conversation(api, judge, options.ProductId, () => fingerprint.Value);
        checking = new CheckOperation(memory, judge, conversation, options.ProductId, options.Clock);
        activating = new ActivateOperation(memory, judge, conversation, options.ProductId, options.Clock);
        carrying = new OfflineActivation(memory, judge, options.ProductId, () => fingerprint.Value, options.Clock);
        deactivating = new DeactivateOperation(memory, conversation);
        beating = new HeartbeatOperation(memory, judge, conversation, options.ProductId, options.Clock);
    }

    /// <param name="serverUrl">See <see cref="LicenseClientOptions.ServerUrl"/>.</param>
    /// <param name="productId">See <see cref="LicenseClientOptions.ProductId"/>.</param>
    /// <param name="productSalt">See <see cref="LicenseClientOptions.ProductSalt"/>.</param>
    /// <param name="storageDirectory">See <see cref="LicenseClientOptions.StorageDirectory"/>.</param>
    /// <param name="publicKey">See <see cref="LicenseClientOptions.PublicKey"/>.</param>
    /// <exception cref="ArgumentException">An argument cannot be used; the text says which and why.</exception>
    public LicenseClient(
        string serverUrl, string productId, string productSalt, string? storageDirectory = null, string? publicKey = null)
        : this(new LicenseClientOptions
        {
            ServerUrl = serverUrl,
            ProductId = productId,
            ProductSalt = productSalt,
            StorageDirectory = storageDirectory,
            PublicKey = publicKey,
        })
    {
    }

    /// <summary>This machine's fingerprint for this product: 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>Path of the file that keeps the license between runs.</summary>
    public string LicenseFile { get; }

    /// <summary>
    /// May the tool run? Asks the server only when the stored token is due (once a day; floating: every time), for at
    /// most <see cref="LicenseClientOptions.CheckTimeout"/>, and runs on the token when the server is silent. Never throws.
    /// </summary>
    public LicenseCheck CheckLicense() => Remember(checking.Begin().Run(options.CheckTimeout));

    /// <inheritdoc cref="CheckLicense"/>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<LicenseCheck> CheckLicenseAsync(CancellationToken cancellationToken = default) =>
        Remember(await checking.Begin().RunAsync(options.CheckTimeout, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Binds this machine to a license, for at most <see cref="LicenseClientOptions.RequestTimeout"/>, and stores its token.
    /// Activating again is harmless: same slot, new token.
    /// </summary>
    /// <param name="licenseKey">The key as the customer typed it; case, hyphens and outer blanks do not matter.</param>
    /// <exception cref="LicenseNotFoundException">The server does not know the key.</exception>
    /// <exception cref="LicenseRevokedException">The creator took the license back.</exception>
    /// <exception cref="LicenseExpiredException">The license ended.</exception>
    /// <exception cref="LicenseSuspendedException">The license is on hold.</exception>
    /// <exception cref="MachineLimitException">Every machine slot or floating seat is taken.</exception>
    /// <exception cref="LicenseNetworkException">No connection, a time-out, or a server in trouble.</exception>
    /// <exception cref="InvalidTokenException">The server's answer is not signed by the root key that counts.</exception>
    /// <exception cref="LicenseException">Anything else: <c>rate_limited</c>, <c>wrong_product</c>, <c>missing_fields</c>, <c>invalid_request</c>.</exception>
    public Activation Activate(string licenseKey) => Remember(activating.Begin(licenseKey).Run(options.RequestTimeout));

    /// <inheritdoc cref="Activate"/>
    /// <exception cref="OperationCanceledException">The caller cancelled; the server may have activated the machine all the same.</exception>
    public async Task<Activation> ActivateAsync(string licenseKey, CancellationToken cancellationToken = default) =>
        Remember(await activating.Begin(licenseKey).RunAsync(options.RequestTimeout, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Takes over a license file that was downloaded for this machine on another computer, and asks nobody. Afterwards everything is as after
    /// <see cref="Activate"/>; a file that is refused changes nothing.
    /// </summary>
    /// <param name="path">The file, such as <c>demo-tool.cglicense</c>.</param>
    /// <exception cref="InvalidTokenException">
    /// The file is of another machine, forged, changed, over, or older than what is held; or no root key was given to this tool, so that nothing
    /// in it can be believed. <see cref="LicenseException.Reason"/> tells them apart.
    /// </exception>
    /// <exception cref="LicenseExpiredException">The license ended.</exception>
    /// <exception cref="LicenseException">
    /// <c>invalid_request</c>: the file cannot be read, or is no such file. <c>wrong_product</c>: it is another product's. Or the refusal that
    /// the server had last said, when the file was made before it.
    /// </exception>
    public Activation ActivateFromFile(string path) => Remember(carrying.Read(path));

    /// <summary>
    /// Writes the request file of this machine, to be carried to a computer with network and chosen at the customer portal. Nothing in it is
    /// secret; an existing file is replaced.
    /// </summary>
    /// <param name="path">Such as <c>demo-tool.cgrequest</c>.</param>
    /// <exception cref="LicenseException"><c>invalid_request</c>: the file cannot be written.</exception>
    public void WriteRequest(string path)
    {
        if (RequestFile.Write(path, options.ProductId, fingerprint.Value) is { } error)
            throw LicenseException.For(error);
    }

    /// <summary>
    /// Gives this machine's slot or seat back and deletes the stored license. False, with <see cref="GetError"/> saying why, when nothing
    /// is stored, the server is silent (then the file stays, so that the slot is not lost) or the license was refused.
    /// </summary>
    public bool Deactivate() => Remember(deactivating.Begin().Run(options.RequestTimeout));

    /// <inheritdoc cref="Deactivate"/>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<bool> DeactivateAsync(CancellationToken cancellationToken = default) =>
        Remember(await deactivating.Begin().RunAsync(options.RequestTimeout, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Keeps this machine's floating seat, or takes a free one when it lapsed. False, with <see cref="GetError"/> saying
    /// why, when the seat is lost, the license is refused or the server is silent. Never throws.
    /// </summary>
    public bool SendHeartbeat() => Remember(beating.Begin().Run(options.RequestTimeout)).IsKept;

    /// <inheritdoc cref="SendHeartbeat"/>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<bool> SendHeartbeatAsync(CancellationToken cancellationToken = default) =>
        (await Beat(cancellationToken).ConfigureAwait(false)).IsKept;

    /// <summary>Sends heartbeats in the background until the answer, or this client, is disposed.</summary>
    /// <param name="onLost">
    /// Called on a background thread, once per loss, when the server says that the seat or the license is gone. A seat
    /// that becomes free is taken again. An exception it throws ends the loop.
    /// </param>
    public HeartbeatLoop KeepSeat(Action<LicenseError>? onLost = null) => new(Beat, HeartbeatSeconds, onLost, ending.Token);

    /// <summary>What is known of the license; null before any check or activation, and after a deactivation.</summary>
    public LicenseInfo? GetLicenseInfo() => latest?.Info;

    /// <summary><c>active</c> or <c>degraded</c> while the tool may run, else the code of what stops it; null before any check.</summary>
    public string? GetStatus() => latest?.Status;

    /// <summary>The seller's message for the artist, or null.</summary>
    public string? GetMessage() => latest?.Message;

    /// <summary>
    /// The error or warning of the last check, heartbeat or deactivation; null when there was none. A failed
    /// activation throws, and changes nothing here.
    /// </summary>
    public LicenseError? GetError() => latest?.Error;

    /// <summary>Ends the heartbeats and closes the connections to the server. The license stays activated.</summary>
    public void Dispose()
    {
        ending.Cancel();
        api.Dispose();
    }

    private async Task<HeartbeatOutcome> Beat(CancellationToken cancellationToken) =>
        Remember(await beating.Begin().RunAsync(options.RequestTimeout, cancellationToken).ConfigureAwait(false));

    private long HeartbeatSeconds() =>
        (memory.Read() as CacheReading.Content)?.Record.HeartbeatSeconds ?? Defaults.HeartbeatSeconds;

    private LicenseCheck Remember(LicenseCheck check) => latest = check;

    private HeartbeatOutcome Remember(HeartbeatOutcome outcome)
    {
        var info = outcome.Info;
        latest = new LicenseCheck(outcome.IsKept, outcome.Error, info.Status, info.Message, info);
        return outcome;
    }

    private Activation Remember(ActivationOutcome outcome)
    {
        if (outcome is ActivationOutcome.Failed { Error: var error })
            throw LicenseException.For(error);
        var done = (ActivationOutcome.Done)outcome;
        latest = done.Check;
        return done.Activation;
    }

    private bool Remember(LicenseError? error)
    {
        latest = error is null ? null
            : latest is { } before ? before with { Error = error }
            : LicenseCheck.Refused(error, options.ProductId);
        return error is null;
    }
}
