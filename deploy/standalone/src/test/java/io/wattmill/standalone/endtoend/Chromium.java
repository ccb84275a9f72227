// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A headless Chromium with one page, spoken to through its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final long ANSWER_SECONDS = 90;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Chromium(Process process, int port) throws Exception {
        this.process = process;
        var fresh =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        var page = JSON.readTree(http.send(fresh, BodyHandlers.ofString()).body());
        this.socket =
                http.newWebSocketBuilder()
                        .buildAsync(
                                URI.create(page.path("webSocketDebuggerUrl").asText()),
                                new Listener())
                        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        for (var domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Skips the test where it is not installed. */
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(BINARY),
                BINARY + " is not installed; the page is not looked at");
    }

    /** Starts it with nothing of a profile. */
    static Chromium start() throws Exception {
        var folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium-");
        var command = new ArrayList<String>();
        command.add(BINARY.toString());
        command.addAll(
                List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("chromium.log").toFile())
                        .start();
        var told = folder.resolve("DevToolsActivePort");
        var port =
                Patience.until(() -> firstLine(told), line -> !line.isEmpty(), "Chromium listens");
        return new Chromium(process, Integer.parseInt(port));
    }

    private static String firstLine(Path file) {
        try {
            var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
            return lines.size() < 2 ? "" : lines.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the page a size, as a phone or a screen has. */
    void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Shows the page as someone sees it who prefers dark. */
    void dark(boolean dark) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    void open(URI url) {
        call("Page.navigate", Map.of("url", url.toString()));
        Patience.until(
                () -> text("document.readyState + ' ' + location.pathname"),
                state -> state.equals("complete " + url.getPath()),
                "loaded");
    }

    /** The value of an expression as text. */
    String text(String expression) {
        var answer =
                call(
                        "Runtime.evaluate",
                        Map.of("expression", "String(" + expression + ")", "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value").asText();
    }

    /** What an element says. */
    String said(String selector) {
        return text("document.querySelector('" + selector + "')?.textContent ?? ''");
    }

    Path screenshot(Path file) throws IOException {
        var png =
                call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .path("data")
                        .asText();
        return Files.write(file, Base64.getDecoder().decode(png));
    }

    /** The page at its present size in light and in dark, which it stays. */
    void lightAndDark(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        screenshot(folder.resolve(name + "-light.png"));
        dark(true);
        screenshot(folder.resolve(name + "-dark.png"));
    }

    /** Errors and warnings of page, console and network. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true);
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(method, e);
        }
    }

    private void heard(JsonNode message) {
        if (message.has("id")) {
            var answer = waiting.remove(message.path("id").asInt());
            if (answer != null) {
                answer.complete(message.path("result"));
            }
            return;
        }
        var parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Log.entryAdded" -> logged(parameters.path("entry"));
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> complaints.add(parameters.path("args").toString());
            default -> {}
        }
    }

    /** What Chromium merely recommends is no complaint. */
    private void logged(JsonNode entry) {
        if (List.of("error", "warning").contains(entry.path("level").asText())) {
            complaints.add(entry.toString());
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder held = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            held.append(part);
            if (last) {
                var whole = held.toString();
                held.setLength(0);
                heard(Api.parse(whole));
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
