// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code deploy/tls/make-certs} as an operator would, and speaks TLS with what it made. */
class MakeCertsTest {

    private static final long HANDSHAKE_SECONDS = 60;
    private static final Path SCRIPT =
            Path.of("..", "deploy", "tls", "make-certs").toAbsolutePath();

    @TempDir private Path folder = Path.of("");

    private record Run(int exitCode, String output) {}

    @BeforeAll
    static void needsItsTools() {
        for (String tool : List.of("bash", "openssl")) {
            boolean found =
                    Stream.of(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
            assumeTrue(found, "skipped: make-certs needs " + tool + ", which is not on the path");
        }
    }

    private Run make(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(SCRIPT.toString()), Stream.of(arguments)).toList();
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "make-certs did not end");
        return new Run(process.exitValue(), output);
    }

    private TlsConfig config(String process) {
        Path files = folder.resolve("site").resolve(process);
        return TlsConfig.mutual(
                files.resolve("tls.crt"), files.resolve("tls.key"), files.resolve("ca.crt"));
    }

    private byte[] read(String file) throws IOException {
        return Files.readAllBytes(folder.resolve("site").resolve(file));
    }

    @Test
    void makesCertificatesThatProcessesKnowEachOtherBy() throws Exception {
        Run run =
                make(
                        "site",
                        "billing=127.0.0.1",
                        "gateway:g1=localhost,127.0.0.1",
                        "agent:gpu-17=10.0.1.17");
        assertEquals(0, run.exitCode(), run.output());
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = serve(vertx);
            assertEquals("gateway g1", ask(vertx, server, "gateway-g1"));
            assertEquals("agent gpu-17", ask(vertx, server, "agent-gpu-17"));
        } finally {
            Await.await(vertx.close());
        }
    }

    private HttpServer serve(Vertx vertx) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        Tls.secure(options, config("billing"));
        options.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        options.setSslHandshakeTimeout(HANDSHAKE_SECONDS);
        return Await.await(
                vertx.createHttpServer(options)
                        .requestHandler(MakeCertsTest::tellWhoCalls)
                        .listen());
    }

    private static void tellWhoCalls(HttpServerRequest request) {
        Optional<PeerIdentity> peer = Peers.of(request.connection());
        request.response().end(peer.map(who -> who.service() + " " + who.name()).orElse("nobody"));
    }

    private String ask(Vertx vertx, HttpServer server, String process) {
        HttpClientOptions options = new HttpClientOptions();
        Tls.secure(options, config(process));
        options.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        options.setSslHandshakeTimeout(HANDSHAKE_SECONDS);
        HttpClient client = vertx.createHttpClient(options);
        String answer =
                Await.await(
                        client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                                .compose(request -> request.send())
                                .compose(response -> response.body())
                                .map(body -> body.toString()));
        Await.await(client.close());
        return answer;
    }

    @Test
    void keepsKeysToTheirOwnerAndTheBusFromAgents() throws Exception {
        make("site", "router=127.0.0.1", "agent:n1=127.0.0.1");
        try (Stream<Path> files = Files.walk(folder.resolve("site"))) {
            List<Path> keys = files.filter(file -> file.toString().endsWith(".key")).toList();
            assertEquals(5, keys.size(), keys.toString());
            for (Path key : keys) {
                assertEquals(
                        Set.of(OWNER_READ, OWNER_WRITE),
                        Files.getPosixFilePermissions(key),
                        key.toString());
            }
        }
        assertTrue(Files.exists(folder.resolve("site/router/bus.crt")));
        assertFalse(Files.exists(folder.resolve("site/agent-n1/bus.crt")));
    }

    @Test
    void keepsWhatIsGoodAndMakesAnewWhatIsNot() throws Exception {
        make("site", "router=127.0.0.1", "twin=127.0.0.1");
        byte[] router = read("router/tls.crt");
        byte[] twin = read("twin/tls.crt");
        byte[] authority = read("site-ca.crt");
        make("site", "router=127.0.0.1", "twin=127.0.0.1,twin.example.org");
        assertArrayEquals(router, read("router/tls.crt"));
        assertArrayEquals(authority, read("site-ca.crt"));
        assertFalse(Arrays.equals(twin, read("twin/tls.crt")));
        make("--renew-days", "9999", "site", "router=127.0.0.1");
        assertFalse(Arrays.equals(router, read("router/tls.crt")));
    }

    @Test
    void refusesWhatItCannotCertify() throws Exception {
        for (String process :
                List.of(
                        "database=127.0.0.1",
                        "gateway",
                        "gateway=",
                        "gateway=a b",
                        "agent:../x=h")) {
            assertEquals(2, make("site", process).exitCode(), process);
        }
        assertEquals(2, make().exitCode());
        Run help = make("--help");
        assertEquals(0, help.exitCode());
        assertTrue(help.output().contains("examples:"), help.output());
    }
}
