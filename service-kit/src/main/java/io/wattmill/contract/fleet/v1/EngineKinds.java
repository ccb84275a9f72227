// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.fleet.v1;

/** Kinds of engines that mean something to more than one service. */
public final class EngineKinds {

    /** A hosted API: somebody else's GPUs, for a price; no agent may say it of its engine. */
    public static final String HOSTED = "hosted";

    private EngineKinds() {}
}
