// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.MeteredMinute;
import io.wattmill.billing.Records;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an analyst sees is what the books say, and is all that an analyst sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlViewsTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "sql-views.md");

    private final BillingWorld world = BillingWorld.start();
    private final Catalog catalog = new Catalog(world.database);

    @BeforeAll
    void aMinute() {
        MeteredMinute.in(world);
        world.settle(Records.batch(Records.record(4, world.clock.nowUs()).setModel("unheard-of")));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void everyViewAndColumnSaysWhatItIs() {
        assertEquals(9, catalog.views().size());
        for (Catalog.View view : catalog.views()) {
            assertTrue(view.comment().endsWith("."), view.name());
            view.columns().forEach(c -> assertTrue(c.comment().endsWith("."), view + "." + c));
        }
    }

    @Test
    void thePageIsMadeFromTheComments() throws IOException {
        String page = Reference.page(catalog.views(), Example.all());
        Path made = Files.writeString(Path.of("target", "sql-views.md"), page);
        assertTrue(
                Files.exists(PAGE) && Files.readString(PAGE).equals(page),
                () -> PAGE + " is stale: cp billing-service/" + made + " docs/reference/");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleAnswersAnAnalyst(Example example) {
        assertFalse(catalog.analyst(example.sql()).isEmpty(), example.sql());
    }

    static List<Example> examples() {
        List<Example> all = Example.all();
        assertEquals(10, all.size());
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM billing.usage_event",
                "SELECT * FROM billing.account",
                "SELECT * FROM billing.finance_now",
                "SELECT billing.unrolled_bookings()",
                "CREATE TABLE mine (x int)"
            })
    void anAnalystMayNothingElse(String sql) {
        var refused = assertThrows(IllegalStateException.class, () -> catalog.analyst(sql));
        assertTrue(refused.toString().contains("permission denied"), refused::toString);
    }

    @Test
    void anAnalystIsGrantedToReadTheViewsAndNothingElse() {
        List<String> granted =
                catalog.granted().stream().map(row -> String.join(" ", row)).toList();
        assertEquals(
                catalog.views().stream()
                        .map(view -> "SELECT billing_views." + view.name())
                        .toList(),
                granted);
    }

    @Test
    void marginAndUsageSumToTheMoneyLedger() {
        BigDecimal ledger =
                number("SELECT sum(balance) FROM balances WHERE ledger = 'money' AND code = 100");
        assertTrue(ledger.signum() > 0);
        assertSame(ledger, number("SELECT sum(charged) FROM margin_by_hour"));
        assertSame(ledger, number("SELECT sum(charged) FROM usage_by_day"));
        assertSame(ledger, number("SELECT sum(charged) FROM requests"));
        assertSame(
                ledger,
                number(
                        "SELECT sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) FROM"
                                + " entries WHERE ledger = 'money' AND code = 100"));
        assertSame(
                number("SELECT sum(balance) FROM balances WHERE ledger = 'cost' AND code < 410"),
                number("SELECT sum(cost) FROM margin_by_hour"));
    }

    @Test
    void joulesSumToTheMetersAndTheEnergyLedger() {
        assertSame(new BigDecimal(1_500), number("SELECT sum(device_joules) FROM energy_by_hour"));
        assertSame(
                number(
                        "SELECT -sum(balance) FROM balances WHERE ledger = 'energy' AND code"
                                + " BETWEEN 220 AND 222"),
                number("SELECT sum(joules) FROM energy_by_hour"));
        assertSame(
                number("SELECT sum(joules) FROM energy_by_hour WHERE bearer = 'requests'"),
                number(
                        "SELECT sum(prefill_joules + decode_joules + idle_share_joules +"
                                + " host_joules + facility_joules) FROM requests"));
    }

    private BigDecimal number(String sql) {
        return new BigDecimal(catalog.analyst(sql).getFirst().getFirst());
    }

    private static void assertSame(BigDecimal expected, BigDecimal actual) {
        assertEquals(0, expected.compareTo(actual), expected + " is not " + actual);
    }
}
