// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The suite is killed while a plan runs: the run is told from one that goes, and may go again. */
class TwinKillTest {
    /** About as silent as another suite takes to start, and no run of a slow machine. */
    private static final String CONFIG = "twin: {runs: {heartbeat: 100ms, silence: 6s}}\n";

    private static final String LONG =
            """
            {"reference": "hgx-h100-1-rack", "trace": "conversation", "model": "chat-small",
             "requests": 50000, "seeds": 20, "seed": 5, "brief": true}
            """;

    private final Path folder;

    TwinKillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aRunWhoseProcessDiedIsInterruptedAndCanGoAgain() throws Exception {
        String run;
        try (var suite = up()) {
            var admin = suite.ready().admin();
            var asked = admin.post("/twin/runs", LONG);
            assertEquals(202, asked.statusCode(), asked::body);
            run = Api.parse(asked.body()).path("id").asText();
            Patience.until(
                    () -> admin.json("/twin/runs/" + run),
                    each ->
                            each.path("state").asText().equals("running")
                                    && each.path("progress").asDouble() > 0,
                    "it runs");
            suite.kill();
        }
        try (var again = up()) {
            var admin = again.ready().admin();
            var dead = state(admin, run, "interrupted");
            assertTrue(dead.path("progress").asDouble() < 1, dead::toPrettyString);
            assertEquals(404, admin.get("/twin/runs/" + run + "/answer").statusCode());
            var queued = admin.post("/twin/runs/" + run + "/again", "");
            assertEquals(202, queued.statusCode(), queued::body);
            var other = Api.parse(queued.body());
            assertEquals(dead.path("seed"), other.path("seed"));
            assertEquals(dead.path("as_of_us"), other.path("as_of_us"));
            state(admin, other.path("id").asText(), "running");
            admin.post("/twin/runs/" + other.path("id").asText() + "/cancel", "");
            state(admin, other.path("id").asText(), "cancelled");
        }
    }

    private static JsonNode state(Api admin, String run, String state) {
        return Patience.until(
                () -> admin.json("/twin/runs/" + run),
                each -> each.path("state").asText().equals(state),
                state);
    }

    private SuiteProcess up() throws IOException {
        var config = Files.writeString(folder.resolve("site.yaml"), CONFIG);
        return SuiteProcess.up(folder, "--nodes", "1", "--config", config.toString());
    }
}
