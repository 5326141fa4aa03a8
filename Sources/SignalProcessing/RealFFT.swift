private import CFFTW3f
private import Foundation

/// Discrete Fourier transforms of real signals of one length, by FFTW.
///
/// The transforms work on the object's own two buffers, so an object serves one thread at a time; it is cheap to make.
/// The inverse is not normalised: forward and inverse together multiply by `size`.
public final class RealFFT {
    /// Points, an even number.
    public let size: Int
    /// Bins from 0 to the Nyquist frequency: `size / 2 + 1`.
    public var bins: Int { size / 2 + 1 }
    /// `size` samples: the input of `forward`, the output of `inverse`.
    public let signal: UnsafeMutablePointer<Float>
    /// `bins` pairs of real and imaginary part. `inverse` destroys them.
    public let spectrum: UnsafeMutablePointer<Float>
    private let forwardPlan: fftwf_plan?
    private let inversePlan: fftwf_plan?

    /// - Precondition: `size` is even and positive.
    public init(size: Int) {
        precondition(size > 0 && size % 2 == 0)
        self.size = size
        let count = 2 * (size / 2 + 1)
        signal = .allocate(capacity: count)
        spectrum = .allocate(capacity: count)
        signal.initialize(repeating: 0, count: count)
        spectrum.initialize(repeating: 0, count: count)
        let (time, frequency) = (signal, UnsafeMutableRawPointer(spectrum).assumingMemoryBound(to: fftwf_complex.self))
        // FFTW plans on one thread at a time; it executes on any number.
        (forwardPlan, inversePlan) = planner.withLock {
            (
                fftwf_plan_dft_r2c_1d(Int32(size), time, frequency, UInt32(FFTW_ESTIMATE) | UInt32(FFTW_UNALIGNED)),
                fftwf_plan_dft_c2r_1d(Int32(size), frequency, time, UInt32(FFTW_ESTIMATE) | UInt32(FFTW_UNALIGNED))
            )
        }
    }

    deinit {
        planner.withLock {
            fftwf_destroy_plan(forwardPlan)
            fftwf_destroy_plan(inversePlan)
        }
        signal.deallocate()
        spectrum.deallocate()
    }

    /// `signal` → `spectrum`
    public func forward() { fftwf_execute(forwardPlan) }

    /// `spectrum` → `signal`, times `size`
    public func inverse() { fftwf_execute(inversePlan) }
}

private let planner = NSLock()
