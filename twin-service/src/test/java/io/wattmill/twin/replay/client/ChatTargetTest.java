// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Map;

class ChatTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080",
                "http://127.9.9.9/v1",
                "https://localhost",
                "http://[::1]:80/x/",
                "http://LOCALHOST:1"
            })
    void sendsLoadToThisMachine(String url) {
        assertTrue(target(url, false).refusal().isEmpty(), url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1",
                "https://api.openai.com/v1",
                "http://localhost.example.com",
                "http://0.0.0.0:1",
                "http://127.0.0.1.nip.io",
                "http://[2001:db8::1]"
            })
    void sendsNoLoadElsewhereUnlessAllowed(String url) {
        assertTrue(target(url, false).refusal().orElseThrow().contains("--allow-remote"), url);
        assertTrue(target(url, true).refusal().isEmpty(), url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://localhost", "localhost:8080", "http:///v1", "/v1"})
    void refusesWhatIsNoUrl(String url) {
        assertTrue(target(url, true).refusal().isPresent(), url);
    }

    @Test
    void findsTheApiBelowItsBase() {
        assertEquals("/v1/chat/completions", target("http://localhost", false).path());
        assertEquals("/v1/chat/completions", target("http://localhost/v1/", false).path());
        assertEquals("/a/v1/chat/completions", target("http://localhost/a", false).path());
        assertEquals("::1", target("http://[::1]:80/", false).host());
        assertEquals(443, target("https://localhost", false).port());
    }

    @Test
    void neverShowsTheKey() {
        assertFalse(target("http://localhost", false).toString().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "content-type", "x_agent", "x-", "x-a:b", "x-a\r\nb"})
    void refusesHeadersOfItsOwn(String name) {
        assertThrows(IllegalArgumentException.class, () -> with(name, "v"), name);
    }

    @Test
    void refusesAHeaderThatBreaksTheLine() {
        assertThrows(IllegalArgumentException.class, () -> with("x-wattmill-agent", "a\r\nb"));
        assertEquals("a b", with("x-wattmill-agent", "a b").headers().get("x-wattmill-agent"));
    }

    private static ChatTarget with(String name, String value) {
        URI url = URI.create("http://localhost");
        return new ChatTarget(url, "secret", "m", true, false, Map.of(name, value));
    }

    private static ChatTarget target(String url, boolean allowRemote) {
        return new ChatTarget(URI.create(url), "secret", "m", true, allowRemote);
    }
}
