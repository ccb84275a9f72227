// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What is said to models, and the keys that open them, are nowhere but on the wire. */
class SecretsTest {

    private static final String CANARY = "kanarienvogel";

    /** Keeps every line that is logged, with its key-values. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(
                    event.getLoggerName()
                            + event.getFormattedMessage()
                            + event.getKeyValuePairs()
                            + event.getThrowableProxy());
        }
    }

    @Test
    void logsRequestsWithoutWhatWasSaidOrTheKey() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        Lines lines = new Lines();
        lines.start();
        root.setLevel(Level.DEBUG);
        root.detachAndStopAllAppenders();
        root.addAppender(lines);
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_ACCESS_LOG", "true"))) {
            exercise(site);
            Await.until(
                    () -> lines.lines.stream().anyMatch(l -> l.contains("CHAT_COMPLETIONS")),
                    "access log");
            String all = String.join("\n", lines.lines);
            assertTrue(all.contains("tenant=\"demo\""), all);
            assertFalse(all.contains(CANARY));
            assertFalse(all.contains(site.developerKey()));
            assertFalse(all.contains(site.adminKey()));
            assertFalse(stored(site.data, CANARY), "the journal holds no prompt");
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
        }
    }

    private static void exercise(Site site) {
        String path = "/v1/chat/completions";
        String body = Site.chat(true, "").replace("hello", CANARY);
        assertEquals(200, site.post(path, body).statusCode());
        site.one.does(new Script.DiesAfter(2));
        site.post(path, body);
        site.one.does(new Script.Status(400, "no " + CANARY));
        site.post(path, body);
        site.post(path, body.substring(0, body.length() - 2));
        site.post(path, body.replace("llama", "unknown"));
        site.send("POST", path + "?q=" + CANARY, site.developerKey() + "x", body);
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                            "GET /v1/"
                                    + CANARY
                                    + " HTTP/1.1\r\nhost: x\r\nx: "
                                    + CANARY
                                    + "\u0000\r\n\r\n")
                    .readAll();
        }
    }

    private static boolean stored(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
