// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import io.wattmill.billing.chain.ChainVerifier;
import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.chain.Layout;
import io.wattmill.billing.chain.SealedBlock;
import io.wattmill.billing.chain.VerifyingKey;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads a dump line by line and says what of it holds. It keeps balances and sums of bookings, not
 * rows, except for the ids of requests.
 */
public final class DumpAudit {

    private final ChainVerifier chain;
    private final BalanceAudit balances = new BalanceAudit();
    private final EventAudit events = new EventAudit();
    private long lines;
    private boolean ended;

    /**
     * @param trusted the key that must have signed every block; empty: any key that the dump names
     */
    public DumpAudit(Optional<Hash> trusted) {
        this.chain = new ChainVerifier(trusted);
    }

    /** A block that somebody saw before: it must be there, as it was. Before the first line. */
    public DumpAudit remember(long blockNumber, Hash merkleRoot) {
        chain.remember(blockNumber, merkleRoot);
        return this;
    }

    /** One thing that a dump promises. */
    public record Check(String name, boolean ok, String detail) {}

    /**
     * Takes the next line.
     *
     * @throws MalformedDump when it cannot be one
     */
    public void line(String text) {
        Fields fields = Fields.parse(text);
        if (lines++ == 0) {
            begin(fields);
            return;
        }
        if (ended) {
            throw new MalformedDump("there is something after the end");
        }
        switch (fields.table()) {
            case Layout.END -> end(fields);
            case Layout.KEY -> key(fields);
            case Layout.BLOCK -> block(fields);
            case Layout.OPEN -> chain.open();
            case "account" -> balances.account(fields);
            default -> row(fields, text);
        }
    }

    private static void begin(Fields fields) {
        if (!fields.table().equals(Layout.HEADER)) {
            throw new MalformedDump("this is not a dump of the ledger");
        }
        checkFormat("it", fields.number(0));
    }

    private static void checkFormat(String what, long format) {
        if (format != Layout.FORMAT) {
            throw new MalformedDump(what + " " + Layout.unknown(format));
        }
    }

    private void key(Fields fields) {
        chain.key(VerifyingKey.of(HexFormat.of().parseHex(fields.text(1))));
    }

    /** Rows of another format would be read by the wrong columns, so none is read. */
    private void block(Fields fields) {
        SealedBlock sealed = fields.block();
        checkFormat("block " + sealed.block().number(), sealed.block().format());
        chain.block(sealed);
    }

    private void end(Fields fields) {
        ended = true;
        if (fields.number(0) != lines) {
            throw new MalformedDump("it has " + lines + " lines where it says " + fields.text(0));
        }
    }

    private void row(Fields fields, String text) {
        chain.row(text);
        switch (fields.table()) {
            case "transfer" -> {
                balances.transfer(fields);
                events.transfer(fields);
            }
            case "usage_event" -> events.event(fields);
            default -> {
                // Sealed like the others; what it means is checked where the database is.
            }
        }
    }

    /**
     * What holds and what does not, after the last line.
     *
     * @throws MalformedDump when the end is missing
     */
    public List<Check> checks() {
        if (!ended) {
            throw new MalformedDump("the end is missing: it was cut off after line " + lines);
        }
        return List.of(
                chainCheck(),
                balances.sums(),
                balances.sides(),
                balances.accounts(),
                events.check());
    }

    private Check chainCheck() {
        ChainVerifier.Verdict verdict = chain.verdict();
        return Findings.check(
                "B-I9 every sealed row is what it was",
                verdict.named(),
                verdict.breaches(),
                "%d blocks hold, %d bookings are not sealed yet"
                        .formatted(verdict.blocks(), verdict.unsealed()));
    }
}
