// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.kv;

/** How an engine writes its KV events, if it does. */
public enum EventEncoding {
    /** It tells nothing. */
    NONE,
    /** Events are arrays, as vLLM wrote them until June 2026, and SGLang does. */
    ARRAYS,
    /** Events are maps by their fields' names, as vLLM writes them since. */
    MAPS
}
