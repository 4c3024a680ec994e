namespace CgLicense.Client.Tests;

/// <summary>What disks, people and back-ups do to a license file.</summary>
internal static class TimelineFiles
{
    public static void Change(string how, TimelineMachine machine, TimelineMachine? from)
    {
        switch (how)
        {
            case "delete-file":
                File.Delete(machine.File);
                break;
            case "empty-file":
                File.WriteAllBytes(machine.File, []);
                break;
            case "truncate-file":
                Rewrite(machine, content => content[..(content.Length / 2)]);
                break;
            case "corrupt-file":
                Rewrite(machine, Corrupt);
                break;
            case "overwrite-file":
                File.WriteAllText(machine.File, "This is a license, believe me.");
                break;
            case "copy-file":
                Directory.CreateDirectory(Path.GetDirectoryName(machine.File)!);
                File.Copy(from!.File, machine.File, overwrite: true);
                break;
            case "keep-copy":
                machine.Copy = File.ReadAllBytes(machine.File);
                break;
            case "put-copy-back":
                File.WriteAllBytes(machine.File, machine.Copy);
                break;
            case "put-token-back":
                machine.PutTokenBack();
                break;
            default:
                throw new ArgumentException($"Nobody here knows how to '{how}'.");
        }
    }

    private static void Rewrite(TimelineMachine machine, Func<byte[], byte[]> change) =>
        File.WriteAllBytes(machine.File, change(File.ReadAllBytes(machine.File)));

    private static byte[] Corrupt(byte[] content)
    {
        content[content.Length - 5] ^= 1;
        return content;
    }
}
