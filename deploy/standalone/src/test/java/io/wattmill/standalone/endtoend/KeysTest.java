// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.cli.Wattmill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** `orgs`, `projects`, `agents` and `keys` on a live suite. */
@ExtendWith(SharedSuite.class)
class KeysTest {

    private final LiveSuite suite;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    KeysTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void liveFromTheFirstCommandToTheLast() throws Exception {
        assertEquals(0, run("orgs", "create", "CLI Org", "--id", "cli-org"), err::toString);
        assertEquals(
                0,
                run("projects", "create", "Chat", "--id", "cli-chat", "--organization", "cli-org"),
                err::toString);
        String agent = madeAgent();
        String secret = made("ci", "--project", "cli-chat", "--expires", "90d", "--no-log");
        String agents = made("bot", "--agent", agent, "--model", "llama-3.1-8b", "--ip", "::1");
        assertEquals(200, status(secret));
        assertEquals(401, status(agents));
        assertEquals(0, run("keys", "list", "--project", "cli-chat"), err::toString);
        String table = out.toString();
        assertTrue(table.contains("ci ") && table.contains("cli-chat"), table);
        assertTrue(table.lines().allMatch(line -> line.length() <= 96), table);
        assertFalse(table.contains(secret), table);
        JsonNode listed = listed();
        String id = listed.path(0).path("id").asText();
        assertTrue(listed.path(0).path("no_log").asBoolean(), listed::toString);
        assertEquals(agent, listed.path(1).path("agent").asText());
        changesShowsAndRotates(id, secret);
        assertEquals(0, run("agents", "end", agent), err::toString);
        assertEquals(0, run("orgs", "end", "cli-org"), err::toString);
    }

    private void changesShowsAndRotates(String id, String secret) throws Exception {
        assertEquals(0, run("keys", "change", id, "--expires", "never", "--log"), err::toString);
        assertEquals(0, run("keys", "show", id));
        assertTrue(out.toString().matches("(?s).*no log +false.*expires +–.*"), out::toString);
        assertEquals(0, run("keys", "rotate", id, "--overlap", "0s"), err::toString);
        String renewed = out.toString().strip();
        assertEquals(401, status(secret));
        assertEquals(200, status(renewed));
        assertEquals(0, run("keys", "revoke", id), err::toString);
        assertEquals(401, status(renewed));
    }

    private String madeAgent() {
        assertEquals(
                0,
                run("agents", "create", "Bot", "--project", "cli-chat", "--owner", "ada"),
                err::toString);
        assertEquals(0, run("agents", "list", "--json"));
        JsonNode all = Api.parse(out.toString());
        return all.path(all.size() - 1).path("id").asText();
    }

    private String made(String... words) {
        List<String> all = new ArrayList<>(List.of("keys", "create", "--scope", "inference"));
        all.addAll(List.of(words));
        assertEquals(0, run(all.toArray(String[]::new)), err::toString);
        assertTrue(err.toString().contains("only time"), err::toString);
        return out.toString().strip();
    }

    private JsonNode listed() {
        assertEquals(0, run("keys", "list", "--project", "cli-chat", "--json"));
        return Api.parse(out.toString());
    }

    private int status(String key) throws IOException, InterruptedException {
        try (var gateway = new Gateway(suite.url(), key)) {
            return gateway.get("/v1/models").status();
        }
    }

    @Test
    void aMistakeIsNamedWithItsFix() {
        assertEquals(1, run("keys", "create", "x", "--scope", "root"));
        assertTrue(err.toString().contains("inference, usage"), err::toString);
        assertEquals(1, run("keys", "show", "nobody"));
        assertTrue(err.toString().contains("no key 'nobody'"), err::toString);
        assertEquals(2, run("keys", "show", "a/b"));
        assertEquals(2, run("keys", "change", "x"));
        assertEquals(2, run("keys", "create", "x", "--scope", "usage", "--expires", "soon"));
        assertTrue(err.toString().contains("90d"), err::toString);
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", suite.url().toString(), "--key", suite.keys().admin()));
        return Wattmill.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
