// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * What a cached block is worth by where it is: 1 is a block that need not be computed nor fetched.
 *
 * @param gpu in the GPU's memory
 * @param cpu in the host's memory, and not in the GPU's
 * @param disk on disk or further away, and nowhere nearer
 */
public record TierWeights(double gpu, double cpu, double disk) {
    /** Those of NVIDIA Dynamo's KV router. */
    public static final TierWeights DEFAULT = new TierWeights(1, 0.75, 0.25);

    /** Worth of a prefix in whole blocks, of which so many are in the GPU, and in GPU or CPU. */
    int worth(int inGpu, int inGpuOrCpu, int anywhere) {
        int atCpu = Math.max(inGpu, inGpuOrCpu);
        return (int) (inGpu * gpu + (atCpu - inGpu) * cpu + (anywhere - atCpu) * disk);
    }
}
