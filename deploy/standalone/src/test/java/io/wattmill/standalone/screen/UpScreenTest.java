// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

class UpScreenTest {
    private static final URI URL = URI.create("http://127.0.0.1:8080");
    private final Places places = new Places("/home/ada");
    private final UpScreen screen = new UpScreen(places);

    @Test
    void putsTheFactInTheSecondColumn() {
        assertEquals(
                "postgres    embedded 17, data in ~/.local/share/wattmill",
                screen.postgres("17", "/home/ada/.local/share/wattmill"));
        assertEquals(
                "gateway     http://127.0.0.1:8080       console  http://127.0.0.1:8080/console",
                screen.gateway(URL));
        assertEquals("ready in 3.1 s", screen.ready(3_120));
    }

    @Test
    void saysThatTheFleetIsEmulated() {
        assertTrue(
                screen.fleet(4, 1, "h100-sxm", "llama-3.1-8b", "no engine found on this host")
                        .startsWith(
                                "fleet       4 emulated nodes, 1 × h100-sxm each, llama-3.1-8b "));
        assertTrue(screen.fleet(1, 8, "h200-sxm", "m", "").contains("1 emulated node, 8 ×"));
    }

    @Test
    void saysWhichEnginesOfThisHostItServesAndHowToHaveTheEmulationInstead() {
        assertEquals(
                "fleet       found on this host: vllm on :8000 (pid 2211), ollama on :11434 (port"
                        + " 11434)      (--emulated serves the emulated fleet instead)",
                screen.localFleet(
                        List.of("vllm on :8000 (pid 2211)", "ollama on :11434 (port 11434)")));
    }

    @Test
    void showsKeysOnceAndThenOnlyWhereTheyAre() {
        assertEquals(
                "keys        admin wm_admin_a  developer wm_dev_b      (also in ~/w/keys, mode"
                        + " 0600)",
                screen.freshKeys("wm_admin_a", "wm_dev_b", "/home/ada/w/keys"));
        assertEquals("keys        in ~/w/keys", screen.knownKeys("/home/ada/w/keys"));
    }

    @Test
    void givesCommandsThatAuthenticateThemselves() {
        var inFile = new Bearer.InFile("developer", places.word("/home/ada/w/keys"));
        var lines = screen.firstSteps(URL, "llama-3.1-8b", new Bearer.Key("wm_admin_a"), inFile);
        assertEquals(
                "why         curl http://127.0.0.1:8080/v1/requests/last"
                        + " -H \"authorization: Bearer $(sed -n 's/^developer //p' ~/w/keys)\"",
                lines.get(2));
        assertEquals(
                "board       curl http://127.0.0.1:8080/v1/factory -H \"authorization: Bearer"
                        + " wm_admin_a\"",
                lines.get(3));
    }

    @Test
    void quotesAPathThatAShellWouldTakeApart() {
        assertEquals("~/w/keys", places.word("/home/ada/w/keys"));
        assertEquals("/tmp/w/keys", places.word("/tmp/w/keys"));
        assertEquals("'/home/ada/my data/keys'", places.word("/home/ada/my data/keys"));
        assertEquals("'/tmp/it'\\''s/keys'", places.word("/tmp/it's/keys"));
        assertEquals("/x", new Places("").shown("/x"));
    }
}
