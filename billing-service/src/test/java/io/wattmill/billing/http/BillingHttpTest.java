// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.BillingWorld.Reply;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.kit.trust.Seal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.math.BigDecimal;
import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BillingHttpTest {

    private static final Principal OWNER = tenant("p1", "key-1");
    private static final Principal STRANGER = tenant("p2", "key-2");
    private static final long S = 1_000_000L;

    private final BillingWorld world = BillingWorld.start();
    private final long t0 = world.clock.nowUs();
    private final long t0S = t0 / S;

    @BeforeAll
    void requests() {
        world.settle(
                Records.batch(
                        Records.record(1, t0),
                        Records.record(2, t0 + 60 * S)
                                .setWork(
                                        WorkContext.newBuilder()
                                                .setTier("flex")
                                                .setAgent("crawler")),
                        Records.record(3, t0 + 3_600 * S)
                                .setPrincipal(STRANGER)
                                .setModel("llama-3.1-70b")));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void explainsARequestByItsIdItsResponsesIdOrAsTheLast() {
        assertEquals(
                Records.id(1), get("/v1/requests/" + Records.id(1)).json().get("id").textValue());
        assertEquals(Records.id(1), get("/v1/requests/chatcmpl-1").json().get("id").textValue());
        assertEquals(Records.id(2), get("/v1/requests/last").json().get("id").textValue());
    }

    @Test
    void explanationAnswersWhatItCostAndWhyItWentThere() {
        JsonNode view = get("/v1/requests/" + Records.id(1)).json();
        assertEquals("completed", view.get("outcome").textValue());
        assertEquals("node-1", view.at("/placement/node_id").textValue());
        assertEquals(450, view.at("/placement/ttft_ms/predicted").intValue());
        assertEquals(500, view.at("/placement/ttft_ms/actual").intValue());
        assertEquals(
                "draining since 16:58 (operator)",
                view.at("/placement/candidates/1/excluded_because").textValue());
        assertEquals(150, view.at("/tokens/input").intValue());
        assertEquals(new BigDecimal("0.0000261"), view.at("/money/charged").decimalValue());
        assertEquals("input", view.at("/money/lines/0/meter").textValue());
        assertEquals("predicted", view.at("/energy/method").textValue());
        // 3 J of the device, 12 % of it in the host; PUE 1.25.
        assertEquals(new BigDecimal("3.36"), view.at("/energy/energy_joules").decimalValue());
        assertEquals(new BigDecimal("0.84"), view.at("/energy/facility_joules").decimalValue());
        assertEquals(new BigDecimal("0.000443"), view.get("carbon_grams").decimalValue());
        assertEquals(1, view.get("attempts").size());
    }

    @Test
    void aRequestThatIsNotSettledIsFoundLater() {
        Reply reply = get("/v1/requests/" + Records.id(99));
        assertEquals(404, reply.status());
        assertEquals("not_settled_yet", reply.json().at("/error/code").textValue());
        assertEquals(List.of("1"), reply.headers().get("retry-after"));
    }

    @Test
    void seesNoOtherTenantsRequestByAnyName() {
        for (String name : List.of(Records.id(1), "chatcmpl-1")) {
            assertEquals(404, world.get("/v1/requests/" + name, STRANGER).status());
            assertEquals(200, world.get("/v1/requests/" + name, admin()).status());
        }
        assertEquals(404, world.get("/v1/requests/last", tenant("p2", "key-1")).status());
        assertEquals(
                Records.id(3),
                world.get("/v1/requests/last", STRANGER).json().get("id").textValue());
    }

    @Test
    void saysHowOftenRequestsAreOnTheLedger() {
        String ids = Records.id(1) + "," + Records.id(99) + "," + Records.id(3);
        JsonNode data = world.get("/billing/settled?ids=" + ids, admin()).json().get("data");
        assertEquals(3, data.size(), data::toPrettyString);
        assertEquals(Records.id(99), data.at("/1/request_id").textValue());
        assertEquals(
                List.of(1L, 0L, 1L),
                data.findValues("times").stream().map(JsonNode::asLong).toList());
        assertEquals(403, get("/billing/settled?ids=" + ids).status());
        assertEquals(400, world.get("/billing/settled?ids=last", admin()).status());
        assertEquals(400, world.get("/billing/settled", admin()).status());
        String many = (Records.id(1) + ",").repeat(100) + Records.id(1);
        assertEquals(400, world.get("/billing/settled?ids=" + many, admin()).status());
    }

    @Test
    void usageHasBucketsWithTheSumsOfTheCallersProject() {
        Reply reply =
                get(
                        "/v1/organization/usage/completions?bucket_width=1h&start_time="
                                + t0S
                                + "&end_time="
                                + (t0S + 7_200));
        assertEquals(2, reply.json().get("data").size());
        JsonNode result = reply.json().at("/data/0/results/0");
        assertEquals("organization.usage.completions.result", result.get("object").textValue());
        assertEquals(300, result.get("input_tokens").intValue());
        assertEquals(100, result.get("input_cached_tokens").intValue());
        assertEquals(40, result.get("output_tokens").intValue());
        assertEquals(2, result.get("num_model_requests").intValue());
        assertTrue(result.has("project_id") && result.get("project_id").isNull());
        assertEquals(0, reply.json().at("/data/1/results").size());
        assertFalse(reply.json().get("has_more").booleanValue());
    }

    @Test
    void anAdminSeesEveryProjectAndGroupsByIt() {
        JsonNode page =
                world.get(
                                "/v1/organization/usage/completions?group_by[]=project_id&group_by[]=service_tier&start_time="
                                        + t0S
                                        + "&end_time="
                                        + (t0S + 86_400),
                                admin())
                        .json();
        JsonNode results = page.at("/data/0/results");
        assertEquals(3, results.size(), page.toPrettyString());
        assertEquals("p2", results.get(0).get("project_id").textValue());
        assertEquals(
                "flex",
                results.get(1).get("service_tier").textValue().equals("flex")
                        ? results.get(1).get("service_tier").textValue()
                        : results.get(2).get("service_tier").textValue());
    }

    @Test
    void pagesFollowEachOther() {
        String question =
                "/v1/organization/usage/completions?bucket_width=1m&limit=2&start_time="
                        + t0S
                        + "&end_time="
                        + (t0S + 180);
        JsonNode first = get(question).json();
        assertTrue(first.get("has_more").booleanValue());
        JsonNode second = get(question + "&page=" + first.get("next_page").textValue()).json();
        assertFalse(second.get("has_more").booleanValue());
        assertEquals(t0S + 120, second.at("/data/0/start_time").longValue());
        assertTrue(second.get("next_page").isNull());
    }

    @Test
    void costsHaveLineItemsWithQuantities() {
        JsonNode results =
                get("/v1/organization/costs?group_by=line_item&start_time="
                                + t0S
                                + "&end_time="
                                + (t0S + 86_400))
                        .json()
                        .at("/data/0/results");
        assertEquals(3, results.size());
        assertEquals("llama-3.1-8b, input", results.get(0).get("line_item").textValue());
        assertEquals(
                new BigDecimal("0.000036000")
                        .compareTo(results.at("/0/amount/value").decimalValue()),
                0);
        assertEquals("usd", results.at("/0/amount/currency").textValue());
        assertEquals(200, results.at("/0/quantity").intValue());
        assertEquals("tokens", results.at("/0/quantity_unit").textValue());
    }

    @Test
    void costsOfAllLineItemsAreWhatWasCharged() {
        JsonNode page =
                get("/v1/organization/costs?start_time=" + t0S + "&end_time=" + (t0S + 86_400))
                        .json();
        assertEquals(
                0,
                new BigDecimal("0.0000522")
                        .compareTo(page.at("/data/0/results/0/amount/value").decimalValue()));
        assertTrue(page.at("/data/0/results/0/quantity").isNull());
    }

    @Test
    void aTenantMayNotAskForAnotherProject() {
        for (String path : List.of("usage/completions", "costs")) {
            Reply reply = get("/v1/organization/" + path + "?project_ids=p2&start_time=" + t0S);
            assertEquals(403, reply.status());
            assertEquals("permission_error", reply.json().at("/error/type").textValue());
            assertEquals(
                    200,
                    get("/v1/organization/" + path + "?project_ids=p1&start_time=" + t0S).status());
        }
    }

    @Test
    void aBadParameterIsNamed() {
        Reply reply = get("/v1/organization/costs?start_time=" + t0S + "&bucket_width=1h");
        assertEquals(400, reply.status());
        assertEquals("bucket_width", reply.json().at("/error/param").textValue());
    }

    @Test
    void onlyAdminsVerifyTheBooks() {
        assertEquals(403, get("/billing/verify").status());
        assertEquals(16, world.get("/billing/verify", admin()).json().get("checks").size());
    }

    @Test
    void answersNobodyWithoutAGenuineFreshSeal() {
        Seal forger =
                new Seal(
                        "another key of more than 32 bytes"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        60 * S);
        String forged = forger.seal(admin().toByteArray(), world.clock.nowUs());
        String stale = world.seal.seal(admin().toByteArray(), world.clock.nowUs() - 61 * S);
        String nobody =
                world.seal.seal(Principal.getDefaultInstance().toByteArray(), world.clock.nowUs());
        for (String path :
                List.of(
                        "/v1/requests/last",
                        "/v1/organization/usage/completions?start_time=0",
                        "/v1/organization/costs?start_time=0",
                        "/billing/verify",
                        "/nowhere")) {
            for (String token : List.of("", "garbage", forged, stale, nobody)) {
                assertEquals(401, world.get(path, token).status(), path);
            }
        }
    }

    @Test
    void unknownRoutesAreErrorsInTheSameShape() {
        assertEquals("unknown_route", get("/billing/nowhere").json().at("/error/code").textValue());
    }

    @Test
    void healthAndMetricsAreOpen() {
        assertEquals(200, world.get("/health/live", "").status());
        assertEquals(200, world.get("/health/ready", "").status());
        assertTrue(world.get("/metrics", "").json().textValue().contains("wattmill_settle_batch"));
    }

    private Reply get(String path) {
        return world.get(path, OWNER);
    }
}
