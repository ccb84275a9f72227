// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.Principal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Accounts, entries and bookings, page by page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ListsTest {

    private static final Principal OWNER = tenant("p1", "key-1");
    private static final Principal STRANGER = tenant("p2", "key-2");

    private final BillingWorld world = BillingWorld.start();
    private final long t0 = world.clock.nowUs();
    private int requests = 0;

    @BeforeAll
    void requests() {
        settle(OWNER, 4);
        settle(STRANGER, 1);
    }

    private void settle(Principal owner, int count) {
        for (int i = 0; i < count; i++) {
            int n = ++requests;
            world.settle(Records.batch(Records.record(n, t0 + n).setPrincipal(owner)));
        }
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void anAccountHasItsBalanceAsADecimalAndAsTheIntegerThatIsKept() {
        JsonNode account = only(list("/billing/accounts?code=receivable&owner=p1", admin()));
        BigDecimal charged = new BigDecimal(account.at("/balance/value").asText());
        assertEquals(
                charged.movePointRight(9).longValueExact(),
                account.at("/balance/amount").longValue());
        assertTrue(charged.compareTo(new BigDecimal("0.0001044")) >= 0, account::toString);
        assertEquals("USD", account.at("/balance/unit").textValue());
        assertEquals("nano-USD", account.at("/balance/amount_unit").textValue());
        assertEquals("money", account.get("ledger").textValue());
        assertEquals(100, account.get("code").intValue());
    }

    @Test
    void accountsOfAllPagesAreAllAccountsOnce() {
        List<JsonNode> whole = list("/billing/accounts", admin());
        List<JsonNode> walked = walk("/billing/accounts?limit=3", admin());
        assertEquals(identities(whole), identities(walked));
        assertEquals(walked.size(), new HashSet<>(identities(walked)).size());
        assertEquals(
                world.number(
                        "SELECT count(*) FROM (SELECT DISTINCT ledger, code, owner, unit FROM"
                                + " account) a"),
                walked.size());
    }

    @Test
    void entriesOfAllPagesAreThoseThatWereThereWhenTheWalkBegan() {
        Set<String> before = new HashSet<>(entryIds(list("/billing/entries?limit=1000", admin())));
        JsonNode first = page("/billing/entries?limit=2", admin());
        settle(OWNER, 2);
        List<JsonNode> walked = new ArrayList<>();
        first.get("data").forEach(walked::add);
        walked.addAll(
                walk("/billing/entries?limit=2", admin(), first.get("next_page").textValue()));
        List<String> ids = entryIds(walked);
        assertEquals(ids.size(), new HashSet<>(ids).size(), "each once");
        assertEquals(before, new HashSet<>(ids));
    }

    @Test
    void bothSidesOfATransferAreEntries() {
        List<JsonNode> sides = list("/billing/entries?request=" + Records.id(1), admin());
        assertEquals(2, sides.size(), sides::toString);
        assertEquals("credit", sides.getFirst().get("side").textValue());
        assertEquals("revenue", sides.getFirst().get("name").textValue());
        assertEquals("debit", sides.getLast().get("side").textValue());
        assertEquals("receivable", sides.getLast().get("name").textValue());
        assertEquals(26_100, sides.getLast().at("/amount/amount").longValue());
        assertEquals(Records.id(1), sides.getLast().get("request_id").textValue());
    }

    @Test
    void filtersNarrowAListToWhatTheySay() {
        List<JsonNode> tokens = list("/billing/entries?ledger=tokens&project=p2", admin());
        assertEquals(3, tokens.size(), tokens::toString);
        tokens.forEach(entry -> assertEquals("p2", entry.get("owner").textValue()));
        assertEquals(1, list("/billing/entries?code=100&project=p2", admin()).size());
        assertEquals(0, list("/billing/entries?from=2999-01-01", admin()).size());
        assertEquals(0, list("/billing/entries?to=2000-01-01T00:00:00Z", admin()).size());
        assertEquals(0, list("/billing/accounts?project=p1&owner=p2", admin()).size());
    }

    @Test
    void aTenantSeesItsOwnProjectsAccountsOnly() {
        for (String path : List.of("/billing/accounts", "/billing/entries")) {
            List<JsonNode> seen = list(path, STRANGER);
            assertTrue(seen.size() > 3, seen::toString);
            seen.forEach(row -> assertEquals("p2", row.get("owner").textValue()));
            assertEquals(403, world.get(path + "?project=p1", STRANGER).status());
            assertEquals(0, list(path + "?owner=p1", STRANGER).size());
            assertEquals(0, list(path + "?code=revenue", STRANGER).size());
        }
        assertEquals(0, list("/billing/entries?request=" + Records.id(1), STRANGER).size());
    }

    @Test
    void aBookingShowsWhatItMovedAndIsHiddenFromOthers() {
        long id =
                list("/billing/entries?request=" + Records.id(1), OWNER)
                        .getFirst()
                        .get("booking_id")
                        .longValue();
        JsonNode booking = page("/billing/bookings/" + id, admin());
        assertEquals("settlement", booking.at("/booking/kind").textValue());
        assertEquals(Records.JOURNAL, booking.at("/booking/source").textValue());
        long own = page("/billing/bookings/" + id, OWNER).at("/entries/data").size();
        assertEquals(4, own, "money and three kinds of tokens");
        assertTrue(booking.at("/entries/data").size() > own);
        assertEquals(404, world.get("/billing/bookings/" + id, STRANGER).status());
        assertEquals(404, world.get("/billing/bookings/99999", admin()).status());
        assertEquals(400, world.get("/billing/bookings/first", admin()).status());
    }

    @Test
    void aLookThatFindsNothingGoesOnWithTheNextPage() {
        world.restart(
                """
                billing:
                  http: {pages: {max-transfers: 5}}
                """);
        JsonNode first = page("/billing/entries?project=p2", admin());
        assertTrue(first.get("has_more").booleanValue(), first::toString);
        assertEquals(4, walk("/billing/entries?project=p2", admin()).size());
        world.restart();
    }

    @Test
    void aSlipIsNamedWithWhatWouldBeRight() {
        for (String wrong :
                List.of(
                        "/billing/entries?projct=p1",
                        "/billing/entries?ledger=gold",
                        "/billing/entries?code=1",
                        "/billing/entries?request=last",
                        "/billing/entries?from=yesterday",
                        "/billing/entries?limit=0",
                        "/billing/entries?limit=1001",
                        "/billing/entries?page=page_x",
                        "/billing/accounts?page=nonsense")) {
            BillingWorld.Reply reply = world.get(wrong, admin());
            assertEquals(400, reply.status(), wrong);
            String parameter = reply.json().at("/error/param").textValue();
            assertTrue(wrong.contains(parameter), wrong + " named " + parameter);
        }
    }

    private JsonNode page(String path, Principal principal) {
        BillingWorld.Reply reply = world.get(path, principal);
        assertEquals(200, reply.status(), () -> path + ": " + reply.json());
        return reply.json();
    }

    private List<JsonNode> list(String path, Principal principal) {
        List<JsonNode> rows = new ArrayList<>();
        page(path, principal).get("data").forEach(rows::add);
        return rows;
    }

    private List<JsonNode> walk(String path, Principal principal) {
        return walk(path, principal, "");
    }

    private List<JsonNode> walk(String path, Principal principal, String from) {
        List<JsonNode> rows = new ArrayList<>();
        String join = path.contains("?") ? "&page=" : "?page=";
        JsonNode page = page(path + join + from, principal);
        page.get("data").forEach(rows::add);
        while (page.get("has_more").booleanValue()) {
            page = page(path + join + page.get("next_page").textValue(), principal);
            page.get("data").forEach(rows::add);
        }
        return rows;
    }

    private static JsonNode only(List<JsonNode> rows) {
        assertEquals(1, rows.size(), rows::toString);
        return rows.getFirst();
    }

    private static List<String> identities(List<JsonNode> accounts) {
        return accounts.stream()
                .map(a -> a.get("code") + " " + a.get("owner") + " " + a.at("/balance/unit"))
                .toList();
    }

    private static List<String> entryIds(List<JsonNode> entries) {
        return entries.stream().map(e -> e.get("transfer_id") + " " + e.get("side")).toList();
    }
}
