// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import java.util.List;

/**
 * Requests that two readers could cut at different places, or read as two. Each is sent as it
 * stands, {@code KEY} replaced by a developer's key, and a second, well-formed request of an
 * administrator right behind it.
 */
final class Smuggling {

    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1\r\n";
    private static final String HOST = "host: x\r\n";
    private static final String KEY = "authorization: Bearer KEY\r\n";
    private static final String CHUNKED = "transfer-encoding: chunked\r\n";
    private static final String END = "\r\n";
    private static final String NO_CHUNKS = "0\r\n\r\n";

    private Smuggling() {}

    /**
     * One attack.
     *
     * @param name what it tries
     * @param text what is sent
     */
    record Attack(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A chat request with these header lines more, and this after the head. */
    private static Attack chat(String name, String headers, String body) {
        return new Attack(name, CHAT + HOST + KEY + headers + END + body);
    }

    static List<Attack> framing() {
        return List.of(
                chat("length and chunks", "content-length: 200\r\n" + CHUNKED, NO_CHUNKS),
                chat("chunks and length", CHUNKED + "content-length: 200\r\n", NO_CHUNKS),
                chat("two lengths", "content-length: 0\r\ncontent-length: 7\r\n", ""),
                chat("two equal lengths", "content-length: 2\r\ncontent-length: 2\r\n", "{}"),
                chat("list of lengths", "content-length: 2, 2\r\n", "{}"),
                chat("signed length", "content-length: +5\r\n", "{   }"),
                chat("negative length", "content-length: -1\r\n", ""),
                chat("hexadecimal length", "content-length: 0x5\r\n", "{   }"),
                chat("length with a fraction", "content-length: 2.0\r\n", "{}"),
                chat("length in other digits", "content-length: \u0662\r\n", "{}"),
                chat("length of nothing", "content-length: \r\n", ""),
                chat("length beyond 64 bits", "content-length: 18446744073709551618\r\n", "{}"),
                chat("space before a colon", "content-length : 2\r\n", "{}"),
                chat(
                        "chunks, then identity",
                        "transfer-encoding: chunked, identity\r\n",
                        NO_CHUNKS),
                chat(
                        "identity, then chunks",
                        "transfer-encoding: identity, chunked\r\n",
                        NO_CHUNKS),
                chat("identity", "transfer-encoding: identity\r\n", ""),
                chat("chunks twice", CHUNKED + CHUNKED, NO_CHUNKS),
                chat(
                        "chunks with a space before the colon",
                        "transfer-encoding : chunked\r\n",
                        NO_CHUNKS),
                chat("chunks with a tab", "transfer-encoding:\tchunked\r\n", "zz\r\n"),
                chat(
                        "chunks with a vertical tab",
                        "transfer-encoding: \u000bchunked\r\n",
                        NO_CHUNKS),
                chat("almost chunks", "transfer-encoding: xchunked\r\n", NO_CHUNKS),
                chat("quoted chunks", "transfer-encoding: \"chunked\"\r\n", NO_CHUNKS),
                chat("folded chunks", "transfer-encoding:\r\n chunked\r\n", NO_CHUNKS),
                chat("folded header", "x-folded: a\r\n b: c\r\ncontent-length: +0\r\n", ""),
                chat("chunk size beyond 64 bits", CHUNKED, "10000000000000005\r\n"),
                chat("chunk size beyond 32 bits", CHUNKED, "100000005\r\nhello\r\n0\r\n\r\n"),
                chat("negative chunk size", CHUNKED, "-1\r\n"),
                chat("chunk size with 0x", CHUNKED, "0x5\r\nhello\r\n0\r\n\r\n"),
                chat("chunk size with _", CHUNKED, "1_0\r\n"),
                chat("no chunk size", CHUNKED, "zz\r\n"),
                chat("empty chunk size", CHUNKED, "\r\n\r\n"),
                chat("chunk without its end", CHUNKED, "2\r\n{}0\r\n\r\n"),
                chat(
                        "quoted chunk extension over two lines",
                        CHUNKED,
                        "2;a=\"\r\n{}\"\r\n0\r\n\r\n"),
                chat("chunk line that ends in LF", CHUNKED, "2\n{}\r\n0\r\n\r\n"),
                chat("chunk extension with LF", CHUNKED, "2;a\nx\r\n{}\r\n0\r\n\r\n"),
                chat("trailer that is a header", CHUNKED, "0\r\ncontent-length: 200\r\n\r\n"),
                chat("colon before a name", ": x\r\n", ""),
                chat("header without a colon", "nothing\r\n", ""),
                chat("NUL in a value", "x-nul: a\u0000b\r\n", ""),
                chat("CR in a value", "x-cr: a\rcontent-length: 200\r\n", ""),
                chat("LF in a value", "x-lf: a\ncontent-length : 7\r\n", ""),
                chat("NUL in a name", "x\u0000y: a\r\n", ""),
                new Attack(
                        "chunks in HTTP/1.0",
                        CHAT.replace("1.1", "1.0") + HOST + KEY + CHUNKED + END + NO_CHUNKS),
                new Attack(
                        "length and chunks in HTTP/1.0",
                        CHAT.replace("1.1", "1.0")
                                + HOST
                                + KEY
                                + "content-length: 5\r\n"
                                + CHUNKED
                                + END
                                + NO_CHUNKS));
    }

    static List<Attack> heads() {
        return List.of(
                chat("two hosts", "host: y\r\n", ""),
                new Attack("no host", CHAT + KEY + END),
                new Attack("lines that end in LF", (CHAT + HOST + KEY + END).replace("\r\n", "\n")),
                new Attack("head that ends in LF", CHAT + HOST + KEY + "\n"),
                new Attack("NUL before the request line", "\u0000" + CHAT + HOST + KEY + END),
                new Attack("SOH before the request line", "\u0001" + CHAT + HOST + KEY + END),
                new Attack("space before the first header", CHAT + " " + HOST + KEY + END),
                new Attack("space in the path", CHAT.replace("/chat", "/ chat") + HOST + KEY + END),
                new Attack("no version", "POST /v1/chat/completions\r\n" + HOST + KEY + END),
                new Attack("HTTP/0.9", CHAT.replace("1.1", "0.9") + HOST + KEY + END),
                new Attack("HTTP/2 in words", CHAT.replace("1.1", "2.0") + HOST + KEY + END),
                new Attack("HTTP/1.10", CHAT.replace("1.1", "1.10") + HOST + KEY + END),
                new Attack("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                new Attack("CONNECT", "CONNECT 169.254.169.254:80 HTTP/1.1\r\n" + HOST + KEY + END),
                new Attack("TRACE", "TRACE /v1/models HTTP/1.1\r\n" + HOST + KEY + END),
                new Attack("asterisk", "OPTIONS * HTTP/1.1\r\n" + HOST + KEY + END),
                new Attack(
                        "absolute form of another host",
                        "GET http://169.254.169.254/v1/factory HTTP/1.1\r\n" + HOST + KEY + END),
                new Attack(
                        "method in small letters", CHAT.replace("POST", "post") + HOST + KEY + END),
                new Attack(
                        "method with a space", CHAT.replace("POST", "PO ST") + HOST + KEY + END));
    }

    /** Good requests that are refused before their body was read. */
    static List<Attack> refusedEarly() {
        String body = "content-length: 5\r\n\r\nhello";
        return List.of(
                new Attack("401", CHAT + HOST + body),
                new Attack(
                        "401 with chunks", CHAT + HOST + CHUNKED + END + "5\r\nhello\r\n0\r\n\r\n"),
                new Attack("404", "POST /v1/nothing HTTP/1.1\r\n" + HOST + KEY + body),
                new Attack("405", "PUT /v1/models HTTP/1.1\r\n" + HOST + KEY + body),
                new Attack("403", "POST /admin/nodes/n/drain HTTP/1.1\r\n" + HOST + KEY + body),
                chat("413", "content-length: 9999999\r\n", ""),
                chat("415", "content-encoding: gzip\r\n" + "content-length: 5\r\n", "hello"),
                chat("408", "content-length: 999999\r\n", ""),
                chat(
                        "an expectation, and what was not waited for",
                        "expect: 100-continue\r\ncontent-length: 999999\r\n",
                        ""),
                chat("another expectation", "expect: 200-ok\r\ncontent-length: 999999\r\n", ""));
    }
}
