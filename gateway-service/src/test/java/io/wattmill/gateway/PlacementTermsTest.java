// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Slo;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** What the router is told of what was promised, and how it is to choose. */
class PlacementTermsTest {

    private static final String PATH = "/v1/chat/completions";
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of(), "  tenants: {demo: {mode: latency, cost: carbon}}\n");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static PlaceRequest asked(String body, String... headers) {
        assertEquals(200, site.post(PATH, body, headers).statusCode());
        return site.router.asked().getLast();
    }

    private static Slo slo(long ttftMs, long tpotMs, long capMs) {
        return Slo.newBuilder()
                .setTtftUs(ttftMs * 1_000)
                .setTpotUs(tpotMs * 1_000)
                .setTpotCapUs(capMs * 1_000)
                .build();
    }

    @Test
    void theDefaultTierHasTheBoardsObjectivesAndItsTenantsMode() {
        PlaceRequest asked = asked(Site.chat(false, ""), "x-wattmill-session", "s-1");
        Slo aims = slo(500, 40, 0).toBuilder().setTtftIsAim(true).build();
        assertEquals(aims, asked.getSlo());
        assertEquals("latency", asked.getMode());
        assertEquals("carbon", asked.getCost());
        assertEquals("s-1", asked.getWork().getSessionId());
        assertEquals("demo", asked.getPrincipal().getProjectId());
        assertTrue(asked.getPrincipal().getKeyId().length() > 1);
    }

    @Test
    void aTierThatIsNamedComesBeforeItsTenant() {
        PlaceRequest inBody = asked(Site.chat(false, ",\"service_tier\":\"flex\""));
        PlaceRequest inHeader = asked(Site.chat(false, ""), "x-wattmill-tier", "flex");
        for (PlaceRequest asked : new PlaceRequest[] {inBody, inHeader}) {
            assertEquals("flex", asked.getWork().getTier());
            assertEquals(slo(2_000, 40, 80), asked.getSlo());
            assertEquals("efficiency", asked.getMode());
            assertEquals("carbon", asked.getCost());
        }
    }

    @Test
    void aCallersOwnLatenciesComeFirst() {
        PlaceRequest asked =
                asked(
                        Site.chat(false, ""),
                        "x-wattmill-slo-ttft-ms",
                        "90",
                        "x-wattmill-tier",
                        "flex");
        assertEquals(slo(90, 40, 80), asked.getSlo());
        for (String bad : new String[] {"0", "-1", "1.5", "soon", "10000000", ""}) {
            HttpResponse<String> refused =
                    site.post(PATH, Site.chat(false, ""), "x-wattmill-slo-tpot-ms", bad);
            assertEquals(400, refused.statusCode(), bad);
            JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
            assertEquals("x-wattmill-slo-tpot-ms", error.getString("param"));
        }
    }

    @Test
    void aSecretWhereAKeysIdBelongsIsRefusedAndNotRepeated() {
        Configuration config =
                Configuration.parse("gateway: {keys: {wm_dev_4Fq: {mode: efficiency}}}", Map.of());
        var refused =
                assertThrows(
                        ConfigException.class,
                        () -> config.section("gateway", GatewayConfig.class));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("wattmill keys list"), message);
        assertFalse(message.contains("4Fq"), message);
    }

    @Test
    void aModeThatThereIsNotIsRefusedWithThoseThatThereAre() {
        Configuration config =
                Configuration.parse("gateway: {tiers: {batch: {mode: cheap}}}", Map.of());
        var refused =
                assertThrows(
                        ConfigException.class,
                        () -> config.section("gateway", GatewayConfig.class));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("gateway.tiers.batch.mode"), message);
        assertTrue(message.contains("latency, balanced, efficiency"), message);
    }
}
