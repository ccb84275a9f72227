// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.LogLines;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** A key that asks for no log: its work leaves no line, what it manages does. */
class NoLogTest {

    private static final String PATH = "/v1/chat/completions";

    @Test
    void itsWorkLeavesNoLineAndWhatItManagesDoes() {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_ACCESS_LOG", "true"));
                LogLines log = new LogLines()) {
            JsonObject key =
                    new Admin(site, site.adminKey())
                            .key("demo", Admin.scopes("inference", "keys").put("no_log", true));
            String id = key.getString("id");
            assertTrue(log.lines().stream().anyMatch(line -> changed(line, id)));
            Admin itself = new Admin(site, key.getString("key"));
            String body = Site.chat(false, "");
            assertEquals(200, site.send("POST", PATH, itself.key(), body).statusCode());
            assertEquals(200, site.post(PATH, body).statusCode());
            Await.until(
                    () -> log.lines().stream().anyMatch(line -> line.contains("CHAT_COMPL")),
                    "the other key's line");
            assertFalse(log.lines().stream().anyMatch(line -> line.contains("key_id=\"" + id)));
            JsonObject order = Admin.scopes("inference").put("name", "x");
            String made = itself.does("POST", "/keys", order).getString("id");
            Await.until(
                    () -> log.lines().stream().anyMatch(line -> line.contains("key_id=\"" + id)),
                    "the line of the admin API");
            assertTrue(
                    log.lines().stream()
                            .anyMatch(line -> changed(line, made) && line.contains(id)));
            assertFalse(String.join("\n", log.lines()).contains(key.getString("key")));
        }
    }

    private static boolean changed(String line, String id) {
        return line.contains("identity changed") && line.contains("id=\"" + id);
    }
}
