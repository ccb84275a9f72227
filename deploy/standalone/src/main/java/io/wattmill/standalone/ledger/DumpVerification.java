// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.dump.DumpAudit;
import io.wattmill.billing.dump.MalformedDump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of proving some books.
 *
 * @param lines the table, one line for each check
 */
public record DumpVerification(List<String> lines, boolean holds) {

    /**
     * Proves a dump without the suite that it is from; what cannot be read does not hold.
     *
     * @param trustedKey SHA-256 of the one key that may have signed blocks
     * @param seen Merkle roots of blocks that somebody saw before, by their numbers
     */
    public static DumpVerification of(
            Path file, Optional<String> trustedKey, Map<Long, String> seen) {
        try {
            var audit = new DumpAudit(trustedKey.map(Hash::parse));
            seen.forEach((number, root) -> audit.remember(number, Hash.parse(root)));
            read(file, audit);
            return of(audit.checks());
        } catch (MalformedDump | IllegalArgumentException e) {
            return broken(file + ": " + e.getMessage());
        } catch (IOException e) {
            return broken("cannot read " + file + ": " + e);
        }
    }

    private static void read(Path file, DumpAudit audit) throws IOException {
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                audit.line(line);
            }
        }
    }

    private static DumpVerification of(List<DumpAudit.Check> checks) {
        var lines = new ArrayList<String>();
        checks.forEach(c -> lines.add(LedgerVerdict.row(c.name(), c.ok(), c.detail())));
        var holds = checks.stream().allMatch(DumpAudit.Check::ok);
        lines.add(LedgerVerdict.row("ledger", holds, holds ? "holds" : "does not hold"));
        return new DumpVerification(List.copyOf(lines), holds);
    }

    private static DumpVerification broken(String why) {
        return new DumpVerification(List.of(LedgerVerdict.row("ledger", false, why)), false);
    }
}
