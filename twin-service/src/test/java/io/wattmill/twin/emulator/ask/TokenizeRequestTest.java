// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.twin.emulator.text.PromptTokens;
import io.wattmill.twin.emulator.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class TokenizeRequestTest {
    private static final String CHAT =
            "\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},"
                    + "{\"role\":\"user\",\"content\":\""
                    + "how are you, and what did you do in all the years of the war, "
                    + "when the ships were late and the bread was dear? Tell me now. "
                    + "\"}]";
    private static final String TOOLS =
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}]";
    private static final String IMAGE =
            "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"see\"},{\"type\":\"image_url\",\"image_url\":"
                    + "{\"url\":\"https://e.x/1.png\"}}]}]";

    private static PromptTokens tokens(String body) {
        return accepted(TokenizeRequest.tokens(body.getBytes(StandardCharsets.UTF_8)));
    }

    @SuppressWarnings("unchecked")
    private static <T> T accepted(Json.Read<T> read) {
        return ((Json.Read.Accepted<T>) assertInstanceOf(Json.Read.Accepted.class, read)).request();
    }

    private static Prompt served(String body) {
        return accepted(ChatParser.parse(body.getBytes(StandardCharsets.UTF_8))).prompt();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, CHAT + TOOLS, IMAGE, CHAT + ",\"max_tokens\":5"})
    void hasTheTokensThatTheEngineServes(String body) {
        PromptTokens said = tokens("{" + body + "}");
        assertEquals(served("{" + body + "}").content(), said);
        assertTrue(said.count() > 0);
    }

    @Test
    void blocksAreNamedAsTheContractNamesTheirTokens() {
        PromptTokens said = tokens("{" + CHAT + TOOLS + "}");
        long[] names = TokenBlocks.of("", 16, said.ids(0, said.count()), 10_000);
        Prompt prompt = served("{" + CHAT + TOOLS + "}");
        assertEquals(said.count() / 16, prompt.blocks().count());
        for (int at = 0; at < names.length; at++) {
            assertEquals(names[at], prompt.blocks().hash(at));
        }
    }

    @Test
    void leavesOutWhatOpensTheAnswerWhereAskedTo() {
        PromptTokens whole = tokens("{" + CHAT + "}");
        PromptTokens open = tokens("{" + CHAT + ",\"add_generation_prompt\":false}");
        assertEquals(whole.count() - 3, open.count());
        assertArrayEquals(whole.ids(0, open.count()), open.ids(0, open.count()));
    }

    @Test
    void tellsFromWhereOnTokensAloneNameNothing() {
        assertEquals(tokens("{" + CHAT + "}").count(), tokens("{" + CHAT + "}").plain());
        assertEquals(4, tokens("{" + IMAGE + "}").plain());
        Prompt salted = served("{" + CHAT + ",\"cache_salt\":\"s\"}");
        assertEquals("s", salted.content().salt());
        assertEquals(
                TokenBlocks.of(TokenBlocks.salted("", "s"), 16, salted.content().ids(0, 16), 1)[0],
                salted.blocks().hash(0));
    }

    @Test
    void aPromptOfIdsIsServedAsTheseIds() {
        String body = "{\"model\":\"m\",\"prompt\":[7,0,2147483647]}";
        Prompt prompt =
                accepted(CompletionParser.parse(body.getBytes(StandardCharsets.UTF_8)))
                        .prompts()
                        .getFirst()
                        .prompt();
        assertArrayEquals(new int[] {7, 0, 2147483647}, prompt.content().ids(0, 3));
    }
}
