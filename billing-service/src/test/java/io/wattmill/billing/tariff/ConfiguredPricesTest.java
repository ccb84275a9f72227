// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.BillingWorld;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What the configuration does to the book, start by start. */
final class ConfiguredPricesTest {

    private static final String BOOK =
            "book: {lines: [{model: llama-3.1-8b, input: 11, cache-read: 1, output: 12}]}";

    @Test
    void anImportedBookStaysInForceUntilTheFilesPricesChange() {
        try (BillingWorld world = BillingWorld.start()) {
            assertEquals(404, world.post("/billing/prices/rollback", "", admin()).status());
            world.clock.advance(Duration.ofSeconds(1));
            world.post("/billing/prices", BOOK, admin());
            assertEquals(200, world.post("/billing/prices/2/activate", "", admin()).status());
            world.clock.advance(Duration.ofSeconds(1));
            world.restart("billing: {prices: {unknown: refuse}}");
            assertEquals(2, card(world).getCard().getVersion());
            assertTrue(card(world).getRefuseUnpriced());
            world.restart("billing: {prices: {pue: 1.5}}");
            assertEquals(3, card(world).getCard().getVersion());
            assertEquals(1_500_000, card(world).getCard().getFacility().getPuePpm());
            assertEquals(3, card(world).getCard().getLinesCount());
            world.clock.advance(Duration.ofSeconds(1));
            world.restart(
                    "billing: {prices: {models: {m: {input-per-mtok: 5, output-per-mtok: 6}}}}");
            assertEquals(4, card(world).getCard().getVersion());
            assertEquals("m", card(world).getCard().getLines(0).getModel());
        }
    }

    private static RateCardReply card(BillingWorld world) {
        return await(world.service().ledger().rateCard(RateCardRequest.getDefaultInstance()));
    }
}
