// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.wire.Slice;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

class ContentTest {

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String told(String json) {
        return json.replace('\'', '"');
    }

    @Test
    void tellsMessagesAsTheConventionsWriteThem() {
        String request =
                "{'messages':[{'role':'system','content':'be kind'},"
                        + "{'role':'user','content':[{'type':'text','text':'what is it?'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]},"
                        + "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','function':"
                        + "{'name':'look','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'c1','content':'a bird'}]}";
        assertEquals(
                told(
                        "[{'role':'system','parts':[{'type':'text','content':'be kind'}]},"
                                + "{'role':'user','parts':[{'type':'text','content':'what is it?'},"
                                + "{'type':'image_url'}]},"
                                + "{'role':'assistant','parts':[{'type':'tool_call','id':'c1',"
                                + "'name':'look','arguments':'{}'}]},"
                                + "{'role':'tool','parts':[{'type':'tool_call_response','id':'c1',"
                                + "'response':'a bird'}]}]"),
                Content.input(bytes(request), 1_000));
        assertEquals(
                told("[{'role':'user','parts':[{'type':'text','content':'once'}]}]"),
                Content.input(bytes("{'prompt':'once'}"), 1_000));
        assertEquals(List.of("a", "b"), Content.stops(bytes("{'stop':['a','b']}")));
        assertEquals(List.of("a"), Content.stops(bytes("{'stop':'a'}")));
    }

    @Property
    void tellsNoMoreCharactersThanItMayAndBreaksNone(@ForAll @IntRange(max = 40) int most) {
        String request =
                "{'messages':[{'role':'user','content':'" + "\ud83d\udc26".repeat(30) + "'}]}";
        String input = Content.input(bytes(request), most);
        long characters = input.chars().filter(c -> c > 127).count();
        assertTrue(characters <= most && characters % 2 == 0, input);
        OutputMessages output = new OutputMessages(most);
        for (int i = 0; i < 9; i++) {
            output.add(
                    Slice.of(
                            bytes(
                                    "{'choices':[{'index':0,'delta':{'content':'\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4'}}]}")));
        }
        assertTrue(output.json().chars().filter(c -> c > 127).count() <= most);
    }

    @Test
    void tellsReasoningOnceThatAnEngineSaysByTwoNames() {
        OutputMessages output = new OutputMessages(100);
        output.add(
                Slice.of(
                        bytes(
                                "{'choices':[{'index':0,'delta':"
                                        + "{'reasoning_content':'hm','reasoning':'hm'}}]}")));
        output.add(Slice.of(bytes("{'choices':[{'index':0,'delta':{'reasoning':', so'}}]}")));
        assertEquals(
                told(
                        "[{'role':'assistant','parts':[{'type':'reasoning','content':'hm, so'}],"
                                + "'finish_reason':''}]"),
                output.json());
    }

    @Test
    void tellsNothingAfterATextThatWasCut() {
        OutputMessages output = new OutputMessages(4);
        for (String said : List.of("abc", "\ud83d\udc26", "z")) {
            output.add(
                    Slice.of(
                            bytes("{'choices':[{'index':0,'delta':{'content':'" + said + "'}}]}")));
        }
        assertTrue(output.json().contains(told("'content':'abc'")), output::json);
    }

    @Property
    void readsAnythingWithoutFailing(@ForAll String any) {
        Content.input(bytes(any), 100);
        Content.stops(bytes(any));
        new OutputMessages(100).add(Slice.of(bytes(any)));
    }

    @Test
    void findsParametersAndNothingThatWasSaid() {
        byte[] body =
                bytes(
                        "{'messages':[{'content':'x'}],'temperature':0.25,'top_k':40,'top_p':'x',"
                                + "'seed':9007199254740993,'response_format':{'json_schema':{"
                                + "'type':'x'},'type':'json_schema'}}");
        RequestParameters found = RequestParameters.of(body, Set.of("temperature", "messages"));
        assertEquals(Set.of("temperature", "top_k"), found.numbers().keySet());
        assertEquals(9_007_199_254_740_993L, found.seed().orElseThrow());
        assertEquals(0.25, found.numbers().get("temperature"));
        assertEquals("json", found.outputType());
        assertEquals(RequestParameters.NONE, RequestParameters.of(body, Set.of("messages")));
    }
}
