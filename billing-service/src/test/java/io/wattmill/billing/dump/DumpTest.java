// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;
import static io.wattmill.billing.Records.batch;
import static io.wattmill.billing.Records.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.chain.SigningKey;
import io.wattmill.billing.dump.DumpAudit.Check;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A dump proves itself, and every harm that is done to it is seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DumpTest {

    private static final Hash OURS = SigningKey.of("07".repeat(32)).verifyingKey().id();

    private final BillingWorld world = BillingWorld.start();
    private List<String> dump = List.of();

    @BeforeAll
    void books() {
        for (int n = 1; n <= 3; n++) {
            world.settle(batch(record(n, world.clock.nowUs()).setFinishReason("tab\there")));
        }
        Await.until(
                () -> world.number("SELECT coalesce(sum(bookings), 0) FROM ledger_block") == 3,
                "everything is sealed");
        dump = world.get("/billing/dump", admin()).json().textValue().lines().toList();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void holdsWithoutADatabase() {
        assertEquals(List.of(), failed(audit(dump, Optional.of(OURS))));
        assertTrue(dump.stream().anyMatch(line -> line.contains("tab\\there")));
    }

    @Test
    void trustsNobodyElsesSignature() {
        Hash other = SigningKey.of("08".repeat(32)).verifyingKey().id();
        assertEquals(List.of("B-I9"), failed(audit(dump, Optional.of(other))));
    }

    @Test
    void isForAdminsOnly() {
        assertEquals(403, world.get("/billing/dump", tenant("p1", "key-1")).status());
        assertEquals(401, world.get("/billing/dump", "").status());
    }

    @ParameterizedTest(name = "{0} sees a {1} line: {2}")
    @CsvSource({
        "B-I9, usage_event, p1, p2",
        "B-I9, usage_attempt, vllm, other",
        "B-I9, block, 1, 2",
        "B-I9, booking, journal-1, journal-2",
        "B-I1, account, 78300, 78301",
        "B-I2, transfer, 26100, 26100",
        "B-I3, transfer, 26100, 26101",
        "B-I5, transfer, 26100, 26101",
    })
    void seesHarm(String invariant, String table, String from, String to) {
        UnaryOperator<String> harm =
                invariant.equals("B-I2")
                        ? line -> line.replaceFirst("\t1\t[0-9]+\t", "\t1\t7\t")
                        : line -> line.replaceFirst(from, to);
        List<String> harmed = new ArrayList<>(dump);
        int at = first(harmed, table, from);
        harmed.set(at, harm.apply(harmed.get(at)));
        assertFalse(harmed.equals(dump));
        assertTrue(failed(audit(harmed, Optional.empty())).contains(invariant));
    }

    @Test
    void seesARequestThatIsThereTwiceAndOneThatIsNot() {
        List<String> twice = new ArrayList<>(dump);
        twice.add(dump.size() - 1, dump.get(first(dump, "usage_event", "p1")));
        assertTrue(failed(audit(twice, Optional.empty())).contains("B-I5"));
        List<String> lost = new ArrayList<>(dump);
        lost.remove(first(dump, "usage_event", "p1"));
        assertTrue(failed(audit(lost, Optional.empty())).contains("B-I5"));
    }

    @Test
    void takesNoPartForTheWhole() {
        List<String> cut = dump.subList(0, dump.size() - 1);
        DumpAudit audit = new DumpAudit(Optional.empty());
        cut.forEach(audit::line);
        assertThrows(MalformedDump.class, audit::checks);
        assertThrows(MalformedDump.class, () -> new DumpAudit(Optional.empty()).line("something"));
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() {
        MalformedDump whole =
                assertThrows(
                        MalformedDump.class,
                        () -> new DumpAudit(Optional.empty()).line("dump\t2\t0"));
        assertTrue(whole.toString().contains("format 2"), whole::toString);
        List<String> later = new ArrayList<>(dump);
        int at = first(later, "block", "\t");
        later.set(at, later.get(at).replaceFirst("^block\t1\t1\t", "block\t1\t2\t"));
        MalformedDump block =
                assertThrows(MalformedDump.class, () -> audit(later, Optional.empty()));
        assertTrue(block.toString().contains("block 1 has lines of format 2"), block::toString);
    }

    @Test
    void saysWhichLineOfABlockCannotBeRead() {
        List<String> harmed = new ArrayList<>(dump);
        int at = first(harmed, "block", "\t");
        harmed.set(at, "block\t1\t1\tnothing");
        assertThrows(MalformedDump.class, () -> audit(harmed, Optional.empty()));
    }

    private static int first(List<String> lines, String table, String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(table + "\t") && lines.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError("no line of " + table + " with " + text);
    }

    /** The end says how many lines there are, so that it is told of the new number. */
    private static List<Check> audit(List<String> lines, Optional<Hash> trusted) {
        DumpAudit audit = new DumpAudit(trusted);
        lines.subList(0, lines.size() - 1).forEach(audit::line);
        audit.line("end\t" + lines.size());
        return audit.checks();
    }

    private static List<String> failed(List<Check> checks) {
        return checks.stream()
                .filter(check -> !check.ok())
                .map(check -> check.name().split(" ")[0])
                .collect(Collectors.toList());
    }
}
