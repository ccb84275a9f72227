// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.standalone.cli.Wattmill;
import io.wattmill.twin.planfile.SamplePlan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Plans and runs of the twin on a live suite, through the gateway. */
@ExtendWith(SharedSuite.class)
class TwinRunsTest {
    private final LiveSuite suite;

    TwinRunsTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void areKeptAndListed() {
        var admin = new Api(suite.url(), suite.keys().admin());
        var plan = admin.post("/twin/plans", SamplePlan.text());
        assertEquals(201, plan.statusCode(), plan.body());
        var body =
                "{\"plan_id\":\"%s\",\"requests\":100,\"seed\":7,\"model\":\"chat-small\"}"
                        .formatted(Api.parse(plan.body()).path("id").asText());
        var run = admin.post("/twin/runs", body);
        assertEquals(202, run.statusCode(), run.body());
        var id = Api.parse(run.body()).path("id").asText();
        Patience.until(
                () -> admin.json("/twin/runs/" + id).path("state").asText(),
                "done"::equals,
                "done");
        assertTrue(listed().lines().anyMatch(line -> line.startsWith(id + "  done")), this::listed);
    }

    private String listed() {
        var out = new StringWriter();
        int code =
                Wattmill.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .execute(
                                "plan",
                                "runs",
                                "--url",
                                suite.url().toString(),
                                "--key",
                                suite.keys().admin());
        assertEquals(0, code, out::toString);
        return out.toString();
    }
}
