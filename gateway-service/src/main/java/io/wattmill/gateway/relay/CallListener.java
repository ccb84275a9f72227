// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

/** Hears what becomes of a call of an engine. */
interface CallListener extends EngineListener {

    /** The engine was reached; the request is on its way to it. */
    void started();

    /** Of a pair, the first engine is done; the second one is called now. */
    void prefilled(PrefillCall.Prefill prefill);
}
