// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** Emulated engines tell a gateway the tokens of the prompts that it then places. */
class NamedByTokensTest {
    private static final String LONG = "the ships were late and the bread was dear. ".repeat(100);
    private static LiveSuite suite;

    @BeforeAll
    static void start() throws Exception {
        suite =
                LiveSuite.start(
                        Map.of(
                                "WATTMILL_TWIN_EMULATOR_ENGINE_KV_EVENTS", "maps",
                                "WATTMILL_GATEWAY_TOKENS_OTHERS", "engine",
                                "WATTMILL_GATEWAY_TOKENS_TIMEOUT", "60s"));
    }

    @AfterAll
    static void stop() throws Exception {
        suite.close();
    }

    private static int namings(String outcome) {
        String name = "wattmill_gateway_prompt_namings_total{outcome=\"" + outcome + "\"} ";
        return suite.admin()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static void served(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
    }

    @Test
    void promptsOfEveryApiThatHasATemplateAreNamedOnceTheFleetIsKnown() {
        Patience.until(
                () -> {
                    served(suite.developer().chat(Api.MODEL, LONG, 3));
                    return namings("named");
                },
                named -> named > 0,
                "a prompt is named");
        int before = namings("named");
        served(suite.developer().chat(Api.MODEL, LONG, 3));
        served(suite.developer().post("/v1/messages", messages()));
        served(suite.developer().post("/v1/completions", completion()));
        assertEquals(before + 3, namings("named"));
    }

    @Test
    void anEmbeddingIsNot() {
        int before = namings("api");
        var body = "{\"model\":\"" + Api.MODEL + "\",\"input\":\"" + LONG + "\"}";
        served(suite.developer().post("/v1/embeddings", body));
        assertTrue(namings("api") > before);
    }

    private static String messages() {
        return "{\"model\":\""
                + Api.MODEL
                + "\",\"max_tokens\":3,\"system\":\"be brief\",\"messages\":[{\"role\":\"user\","
                + "\"content\":\""
                + LONG
                + "\"}]}";
    }

    private static String completion() {
        return "{\"model\":\"" + Api.MODEL + "\",\"max_tokens\":3,\"prompt\":\"" + LONG + "\"}";
    }
}
