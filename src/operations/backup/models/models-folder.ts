/** Where the tool's container has a volume of Ollama, and what the models lie in there. */
export const VOLUME = '/volume';
export const MODELS_FOLDER = `${VOLUME}/models`;
