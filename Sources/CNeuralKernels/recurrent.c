#include "CNeuralKernels.h"
#include "vectorized.h"

VECTORIZED void nk_lstm_step(const float *input, float *recurrent, float *cell, float *output, size_t hidden) {
    for (size_t i = 0; i < 4 * hidden; i++) recurrent[i] += input[i];
    for (size_t i = 0; i < hidden; i++) {
        float c = sigmoid1(recurrent[hidden + i]) * cell[i] + sigmoid1(recurrent[i]) * tanh1(recurrent[2 * hidden + i]);
        cell[i] = c;
        output[i] = sigmoid1(recurrent[3 * hidden + i]) * tanh1(c);
    }
}

VECTORIZED void nk_gru_step(const float *input, const float *recurrent, float *output, size_t hidden) {
    for (size_t i = 0; i < hidden; i++) {
        float reset = sigmoid1(input[i] + recurrent[i]);
        float update = sigmoid1(input[hidden + i] + recurrent[hidden + i]);
        float fresh = tanh1(input[2 * hidden + i] + reset * recurrent[2 * hidden + i]);
        output[i] = (1.0f - update) * fresh + update * output[i];
    }
}
